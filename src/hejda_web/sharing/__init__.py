"""What may be asked and told, to whom, on what ground, on what day. Nobody is named in a question."""
