"""A report is built by tapping: what may be chosen, the result of each choice, and saving it."""
