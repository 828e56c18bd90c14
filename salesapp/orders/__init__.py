"""Orders: the customer's confirmed request, and what of it was delivered."""
