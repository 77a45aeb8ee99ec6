"""Stage 2, persons: which records are one person.

In: `person_record`. Out: `person`, `person_link`. Decides: the machine; people override.
Until linking exists each record is its own person, and the person id is the source, a colon and
the record id (house.md §7); `flow.words` and `flow.output` write it so.
"""
