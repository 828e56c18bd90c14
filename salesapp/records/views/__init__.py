"""Views of lists: filter, order and columns under a name, shipped or saved, for one person, a team or everybody."""
