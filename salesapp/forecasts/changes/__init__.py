"""What changed in a forecast since a moment: each opportunity that moved it, with why and by how much."""
