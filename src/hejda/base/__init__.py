"""Ground everybody stands on: dates, errors, reasons. Imports nothing of ours."""
