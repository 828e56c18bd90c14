"""Our bank accounts: which one the customer of a document pays to, and how it is written on paper."""
