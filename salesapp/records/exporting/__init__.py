"""Records out again over the web: page by page, however many there are and however slowly they are taken."""
