"""Links: each recipient of a quote has an address of their own, so that one sees who opened it and who answered."""
