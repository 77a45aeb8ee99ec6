"""Stage 4, rank: how likely a new recorded partner offence is, and how much harm it may carry.

In: the register tables as known on a date. Out: `fact`, `ranking`, `reason`. Rules: the pack's
ranking files. Decides: the machine, and only the order. Specification: spec/04_rank.
"""
