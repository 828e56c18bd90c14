"""Sales processes, their stages and what a stage asks for before it is left."""
