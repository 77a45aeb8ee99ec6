"""Keyed hashes of personal numbers: enough to see that two are the same, not to learn which."""

from __future__ import annotations

import hashlib
import hmac

from django.conf import settings
from stdnum.se import personnummer

LABEL = b"number:"


def plain_number(text: str) -> str:
    """The number's digits, century first where it is given; empty where there are none."""
    return "".join(character for character in text if character.isdigit())[-12:]


def number_hash(text: str) -> str:
    """A keyed SHA-256 of the number's last ten digits, the same with or without its century."""
    digits = plain_number(text)[-10:]
    if not digits:
        return ""
    key = settings.INSTALLATION.context_key.encode()
    return hmac.new(key, LABEL + digits.encode(), hashlib.sha256).hexdigest()


def looks_real(text: str) -> bool:
    """Whether somebody might have this number: its check digit is right."""
    return bool(plain_number(text)) and bool(personnummer.is_valid(text))
