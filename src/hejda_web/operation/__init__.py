"""How the system itself is: what runs, what waits, what failed, and how old the last backup is."""
