"""Stage 3, relations: who is, or was, whose partner, and how it is known.

In: `involvement`, `relation`, `residence`, `person`. Out: `dyad`, `hypothesis`, serial and repeated
findings. Decides: the machine; people override. Specification: spec/03_relations.
"""
