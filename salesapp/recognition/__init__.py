"""Recognition: who is ahead, as far as the company shows it."""
