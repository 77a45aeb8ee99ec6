"""What gunicorn itself tells: in plain lines too, since its own words hold the address asked for."""

from __future__ import annotations

from typing import Any

from gunicorn.glogging import Logger

from hejda_web.ui.plain_log import PlainHandler


class ServerLog(Logger):
    """gunicorn's log of faults as JSON lines; it keeps no log of requests."""

    def setup(self, cfg: Any) -> None:
        """Puts the plain handler in the place of gunicorn's own."""
        super().setup(cfg)
        self.error_log.handlers = [PlainHandler()]
        self.access_log.handlers = []
