"""Templates of quotes: lines, options and texts under a name, from which a quote for any customer begins."""
