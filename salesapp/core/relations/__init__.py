"""How records relate: above each other, merged into another, owned by somebody."""
