"""Templates put into Python once, and HTML printed once and filled in often."""
