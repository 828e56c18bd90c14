"""Moving, giving away and postponing several selected cards at once."""
