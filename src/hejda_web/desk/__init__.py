"""Pages a day begins with: my day, the duty desk, the search, the overview."""
