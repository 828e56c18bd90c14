"""Files for DATEV: the journal of a period as a batch of bookings (EXTF), kept once the period is closed."""
