"""The pipeline as it stood: kept as spans told by the events, summed for any day, and bridged between two days."""
