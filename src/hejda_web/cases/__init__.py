"""The page of a focus person: what is known, why, what is missing, and who saw and did what."""
