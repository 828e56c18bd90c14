"""What is kept in step with opportunities whenever they change: sums, last touch, competitors met."""
