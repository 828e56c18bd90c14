"""Options on screen and paper: the sheet that changes one, what is ticked, and what was chosen in print."""
