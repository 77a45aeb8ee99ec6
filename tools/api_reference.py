"""Writes docs/reference/api.md from the API's own document (make docs). Needs the extra `web`."""

from __future__ import annotations

import os
from pathlib import Path

PAGE = Path(__file__).resolve().parents[1] / "docs/reference/api.md"

if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "typing_settings"
    import django

    django.setup()
    from hejda_web.api.interface import api
    from hejda_web.api.reference import reference_page

    PAGE.write_text(reference_page(api.get_openapi_schema()), encoding="utf-8")
