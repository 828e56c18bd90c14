"""数电票: which fapiao of the tax platform belongs to which of our documents, and what waits for one. Ours are none."""
