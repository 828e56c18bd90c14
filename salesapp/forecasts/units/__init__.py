"""The forecast by business unit: the same figures, summed over the tree of units."""
