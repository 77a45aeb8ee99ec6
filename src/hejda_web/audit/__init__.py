"""The log the law asks for: an append-only chain in the database, checkpoints and witnesses."""
