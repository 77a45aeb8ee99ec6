"""Stage 9: what is due, and when a listing must be erased. So far: erasure and its reasons."""
