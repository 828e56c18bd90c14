"""What of an invoice is due when: the whole on one day, or instalments, each by its own amount."""
