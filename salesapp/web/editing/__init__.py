"""Forms that come back after colleagues have changed the same: what they were opened with, and the merge."""
