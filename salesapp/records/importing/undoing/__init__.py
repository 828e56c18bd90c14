"""Undoing an import: what it created goes to the bin, what it changed is as before, unless somebody used it since."""
