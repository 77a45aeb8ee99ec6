"""Stage 2, persons: which records are one person.

In: `person_record`, `judgement`. Out: `person_link`, the review queue. Decides: the machine; people
override. Specification: spec/02_persons. Without a table `person_record` each record is its own
person, and the person id is the source, a colon and the record id.
"""
