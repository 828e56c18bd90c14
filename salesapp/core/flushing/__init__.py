"""What a flush is about to write, and many rows written past it: for whatever keeps something in step with records."""
