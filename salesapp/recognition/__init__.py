"""Recognition: who is ahead, as far as the company shows it, and how the product is used."""
