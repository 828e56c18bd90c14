"""Numbers across features: any records grouped and measured, each number open to exactly the rows that make it."""
