"""What the wizard asks about a file: columns, formats, words that are no known choice."""
