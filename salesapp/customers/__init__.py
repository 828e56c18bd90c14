"""Customers: accounts (organisations) and contacts (people), and what tells that two of them are the same."""
