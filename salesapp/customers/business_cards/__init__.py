"""Business cards as files and codes: vCard, MECARD and photos of them."""
