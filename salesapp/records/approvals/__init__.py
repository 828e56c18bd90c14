"""What every approval is alike in: the request with its verdict, and who decides on it."""
