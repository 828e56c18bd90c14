"""Where an account has its goods delivered: several addresses, one of which a quote or an order goes to."""
