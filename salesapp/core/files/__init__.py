"""The bytes of stored files and pictures."""
