"""Exchange rates by file: the reference rates of the European Central Bank, previewed and taken over."""
