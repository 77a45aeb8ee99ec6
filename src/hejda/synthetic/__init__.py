"""The invented country: people, what happens between them, and what the authorities write down.

Nobody in it lives or has lived; no personal number in it passes the check of a real one. Chance is
a generator that the caller hands over, so that the same seed gives the same bytes.
"""
