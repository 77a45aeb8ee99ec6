"""Stage 3, relations: who is, or was, whose partner, and how it is known.

In: `relation`, `residence`. Out: pairs of records. Decides: the machine; people override.
Specification: spec/03_relations. For now only what the registers say outright.
"""
