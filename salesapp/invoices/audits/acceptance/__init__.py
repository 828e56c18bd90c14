"""What customers accepted, against what it was made of and what became of it."""
