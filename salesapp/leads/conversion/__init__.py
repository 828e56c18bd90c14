"""A lead becomes an account, a contact and an opportunity, and can be restored."""
