"""Where an opportunity stands on the sales path, and filling in what its stage still asks for."""
