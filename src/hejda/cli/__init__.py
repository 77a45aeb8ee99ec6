"""The command line: the edge where the clock is read, errors become sentences and progress shows."""
