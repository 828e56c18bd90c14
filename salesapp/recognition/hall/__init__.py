"""The hall of fame: how everybody stood at the end of each quarter, as it was then."""
