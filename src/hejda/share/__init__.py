"""Stage 8: what may be asked and told, by whom, to whom, on what ground, on what day. Plain values."""
