"""Sales processes and their stages in set-up."""
