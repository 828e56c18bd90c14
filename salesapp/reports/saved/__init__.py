"""Reports that somebody saved: under a name, for one person, a team or everybody; and which are pinned."""
