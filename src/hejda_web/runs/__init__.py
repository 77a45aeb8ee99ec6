"""Mapping runs: ordered, followed, brought in whole, and their folders erased."""
