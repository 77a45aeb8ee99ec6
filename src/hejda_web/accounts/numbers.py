"""Keyed hashes of personal numbers: enough to see that two are the same, not to learn which."""

from __future__ import annotations

import hashlib
import hmac
import re

from django.conf import settings
from stdnum.se import personnummer

LABEL = b"number:"
BETWEEN = re.compile(r"[\s+\u00ad\u2010-\u2015\u2212-]")
"""What people write between the parts of a number: spaces, hyphens of every kind, a plus sign."""
NUMBER = re.compile(r"(?:[0-9]{2})?([0-9]{6}[0-9A-Z]{4})")
"""A date of birth and four signs, which are letters too in a reserve number; the century may be left out."""


def plain_number(text: str) -> str:
    """The number's figures and letters, century first where it is given; empty where there is no figure."""
    plain = BETWEEN.sub("", text).upper()
    return plain if any(each.isdigit() for each in plain) else ""


def is_number(text: str) -> bool:
    """Whether it is written as a personal, coordination or reserve number. A name never is."""
    return NUMBER.fullmatch(plain_number(text)) is not None


def number_hash(text: str) -> str:
    """A keyed SHA-256 of the number, the same with or without its century; empty where there is no figure.

    What is written in no shape we know is hashed whole, so that it equals itself alone.
    """
    plain = plain_number(text)
    if not plain:
        return ""
    known = NUMBER.fullmatch(plain)
    key = settings.INSTALLATION.context_key.encode()
    return hmac.new(
        key, LABEL + (known[1] if known else plain).encode(), hashlib.sha256
    ).hexdigest()


def looks_real(text: str) -> bool:
    """Whether somebody might have this number: its check digit is right."""
    return bool(plain_number(text)) and bool(personnummer.is_valid(text))
