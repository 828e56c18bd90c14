"""Several records that are the same become one; what pointed at the others points at the one that stays."""
