"""What is to be done with a file: which column is which field, and by what a row is known again."""
