"""Going through open opportunities one by one, in the order that matters, and deciding on each without leaving."""
