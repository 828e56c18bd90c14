"""Records out again, by command and from lists: page by page, however many and however slowly they are taken."""
