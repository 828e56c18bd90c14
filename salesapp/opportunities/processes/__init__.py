"""Sales processes and their stages, as set-up keeps them."""
