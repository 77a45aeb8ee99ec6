"""What operation has to remember."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models


class Backup(models.Model):
    """A backup that was written whole and read back. Nothing of what is in it, nor where it lies."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    at = models.DateTimeField()
    size = models.BigIntegerField()
    """Bytes."""
    entries = models.BigIntegerField()
    """How long the log was in it."""
    release = models.CharField(max_length=20)
    SENSITIVITY: ClassVar = {
        "id": "none", "at": "none", "size": "none", "entries": "none", "release": "none",
    }  # fmt: skip
