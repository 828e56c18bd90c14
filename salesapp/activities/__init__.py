"""Everything done or to do with a customer: tasks, calls, meetings, mail, letters, notes and files, on any record."""
