"""What the end of a quarter will bring, from how opportunities of the past went on: an interval that says its error."""
