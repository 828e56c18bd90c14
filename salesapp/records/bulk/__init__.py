"""Several selected records of a list at once: another owner, one field for all, into the recycle bin."""
