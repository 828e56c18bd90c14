"""What tells that two customers are the same, the pairs that are found, and their list."""
