"""The board: its columns, cards, swimlanes, saved boards and what is done to many cards at once."""
