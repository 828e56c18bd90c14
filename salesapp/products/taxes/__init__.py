"""What is taxed how: categories, which rate is proposed and why, tax numbers."""
