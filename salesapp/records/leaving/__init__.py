"""What hangs on a record when it goes: said before, kept where documents need it, given to somebody else."""
