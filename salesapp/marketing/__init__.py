"""What brings people to us: campaigns."""
