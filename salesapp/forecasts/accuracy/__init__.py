"""How near people's calls of past periods came to what was closed."""
