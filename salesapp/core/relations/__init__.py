"""Records above each other, and records that were merged into another."""
