"""How the product is used: who signs in, what is made in it, which reports are read, and what lies about."""
