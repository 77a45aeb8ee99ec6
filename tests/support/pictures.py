"""Pictures of pages in one folder, so that anyone can look: build/screenshots, or HEJDA_SCREENSHOTS."""

from __future__ import annotations

import html
import os
from pathlib import Path

from tests.support.browsing import Visitor

FOLDER = Path(
    os.environ.get("HEJDA_SCREENSHOTS")  # noqa: TID251  (where to, as HEJDA_SIZE says how much)
    or Path(__file__).resolve().parents[2] / "build" / "screenshots"
)


def picture(who: Visitor, name: str) -> Path:
    """A picture of the whole page the visitor has open."""
    path = FOLDER / f"{name}.png"
    path.parent.mkdir(parents=True, exist_ok=True)
    who.page.evaluate("scrollTo(0, 0)")  # what sticks to the top belongs at the top of the picture
    who.page.screenshot(path=path, full_page=True)
    return path


def contents() -> Path:
    """A page that shows every picture of the folder, by its look."""
    looks: dict[str, list[Path]] = {}
    for each in sorted(FOLDER.rglob("*.png")):
        looks.setdefault(each.parent.name, []).append(each.relative_to(FOLDER))
    parts = ["<!doctype html><html lang=en><meta charset=utf-8><title>hejda: every page</title>"]
    parts.append("<style>body{font:16px sans-serif;margin:2rem}figure{display:inline-block;")
    parts.append("vertical-align:top;margin:.5rem;width:18rem}img{width:100%;max-height:24rem;")
    parts.append("object-fit:cover;object-position:top;border:1px solid #999}</style>")
    for look, files in looks.items():
        parts.append(f"<h2>{html.escape(look)}</h2>")
        for file in files:
            named = html.escape(file.as_posix())
            parts.append(
                f"<figure><a href='{named}'><img src='{named}' alt='' loading=lazy></a>"
                f"<figcaption>{html.escape(file.stem)}</figcaption></figure>"
            )
    index = FOLDER / "index.html"
    index.write_text("".join(parts) + "</html>", encoding="utf-8")
    return index
