"""hejda: from dated police records to explained lists on which a named person decides."""

__version__ = "0.1.0"
