"""What the history keeps of a record: gathered while it is written, and played again to see that it is true."""
