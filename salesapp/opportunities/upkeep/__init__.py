"""What is kept in step with opportunities whenever they change: sums and last touch."""
