"""What somebody wants to do each day: they set it themselves, and what they do fills it."""
