"""The statement of an account: what is open, what is the customer's credit, and how old it is, per currency."""
