"""The market: campaigns that bring people to us, and competitors whom we meet."""
