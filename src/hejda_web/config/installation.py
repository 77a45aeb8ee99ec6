"""What one installation is: its database, its secrets, its login. One file, readable by its owner only."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from hejda.base.errors import InputError

FILE_NAME = "installation.json"
VARIABLE = "HEJDA_INSTALLATION"
ROLES = ("owner", "app", "auditor")
"""The roles of the database: owner migrates, app serves, auditor reads the log."""


def _secret() -> str:
    return secrets.token_urlsafe(32)


class Database(BaseModel):
    """Where PostgreSQL is. host: a machine's name, or the folder of a Unix socket."""

    model_config = ConfigDict(extra="forbid")

    host: str
    port: int = 5432
    name: str = "hejda"
    passwords: dict[str, str] = Field(default_factory=lambda: {role: _secret() for role in ROLES})

    def dsn(self, role: str, name: str | None = None) -> str:
        """What psycopg connects with, as one of the roles."""
        parts = {
            "host": self.host,
            "port": str(self.port),
            "dbname": name or self.name,
            "user": role,
            "password": self.passwords[role],
        }
        return " ".join(f"{key}='{value}'" for key, value in parts.items())


class Oidc(BaseModel):
    """The authority's own login, as django-allauth wants it told."""

    model_config = ConfigDict(extra="forbid")

    name: str
    server_url: str
    client_id: str
    client_secret: str


class Installation(BaseModel):
    """All that differs between two installations of the same version."""

    model_config = ConfigDict(extra="forbid")

    mode: Literal["embedded", "server"]
    home: Path
    database: Database
    django_secret: str = Field(default_factory=_secret)
    context_key: str = Field(default_factory=_secret)
    checkpoint_key: str = Field(default_factory=lambda: secrets.token_hex(32))
    """Seed of the Ed25519 key that signs checkpoints of the log: 64 hexadecimal digits."""
    witness_files: list[Path] = Field(default_factory=list)
    witness_databases: list[str] = Field(default_factory=list)
    hosts: list[str] = Field(default_factory=lambda: ["127.0.0.1", "localhost"])
    oidc: Oidc | None = None
    sources: dict[str, Path] = Field(default_factory=dict)
    """Folders that runs may read, by a short name; set up by whoever runs the machine."""

    def write(self, folder: Path | None = None) -> Path:
        """Writes the file in its home, or in another folder, readable by its owner only; the path."""
        path = (folder or self.home) / FILE_NAME
        held = os.open(path.with_suffix(".new"), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(held, "w", encoding="utf-8") as file:
            file.write(self.model_dump_json(indent=1))
            file.flush()
            os.fsync(file.fileno())
        path.with_suffix(".new").replace(path)
        return path


def read_installation(path: Path) -> Installation:
    """The installation a file tells of; a clear refusal where it cannot be used."""
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise InputError(
            "no_installation",
            f"There is no installation at {path.name}.",
            "The application reads its database and secrets from that file.",
            f"Start with `hejda demo`, or name the file in the variable {VARIABLE}.",
        ) from error
    try:
        return Installation.model_validate_json(text)
    except ValidationError as error:
        where = ", ".join(".".join(str(part) for part in fault["loc"]) for fault in error.errors())
        raise InputError(
            "bad_installation",
            f"The file {path.name} does not tell of an installation: {where}.",
            "",
            "See docs/how_to/install.md for what it holds.",
        ) from error


def origin_of(address: str) -> str:
    """Scheme, host and port of an address: what a browser's policy calls its origin."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


def this_installation() -> Installation:
    """The installation that the environment names."""
    named = os.environ.get(VARIABLE)
    if not named:
        raise InputError(
            "no_installation",
            f"The variable {VARIABLE} is not set.",
            "It names the file that tells of the database and the secrets.",
            "Start with `hejda demo` or `hejda serve`.",
        )
    return read_installation(Path(named))
