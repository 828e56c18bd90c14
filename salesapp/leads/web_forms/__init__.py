"""Forms on a website whose answers become leads."""
