"""Stage 5, nominate: two lists and the groups beside them, as proposals. A named person decides.

In: `ranking`, episodes, pairings, signs. Out: `candidate`. Specification: spec/05_nominate.
"""
