"""Files in: read, their columns mapped, tried, carried out by the worker and reported row by row."""
