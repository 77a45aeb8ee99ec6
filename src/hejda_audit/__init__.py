"""A checker of hejda's audit log that stands alone: it shares no line of code with what wrote the log.

It needs Python, psycopg and cryptography, nothing else, so that a supervisory authority can read it in an
afternoon and run it on a machine of its own: `python -m hejda_audit verify --help`.
"""
