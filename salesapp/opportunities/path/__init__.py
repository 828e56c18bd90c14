"""What a stage asks for before it is left, and filling it in."""
