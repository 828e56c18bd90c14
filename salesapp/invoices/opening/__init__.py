"""Opening balances: what customers still owed, and what they had to their credit, in the system before this one."""
