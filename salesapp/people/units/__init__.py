"""Business units: a tree of profit centres to which users, accounts and opportunities belong."""
