"""One module for each family of invariants; each gives sentences that name what is wrong."""
