"""Rules as data. `rules` holds values stages may import; `load` is the only reader of files."""
