"""An import at work: rows matched, written in batches and reported one by one."""
