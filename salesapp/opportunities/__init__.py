"""Opportunities: sales processes and their stages, the board, the sales path, closing and reopening."""
