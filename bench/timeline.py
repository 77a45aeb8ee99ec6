"""Does a page with a long timeline and many people around stutter? Measured in a real Chromium.

Serves a fresh installation, gives one focus person 300 records and 40 people around, and opens the page as
an analyst. Filters by every choice, scrolls the whole page and opens the years, ten times over, while the
browser itself counts long tasks (50 ms and more) and the time between frames. `--slow 4` slows the
processor four times, as Chromium's own tools do to stand for an old machine.

    python bench/timeline.py [--events 300] [--people 40] [--rounds 10] [--slow 1 4] [--pictures FOLDER]
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

FRAME_MS = 1000 / 60
WATCH = """() => {
  window.seen = { long: [], frames: [], on: true };
  new PerformanceObserver((list) => list.getEntries().forEach((each) => window.seen.long.push(each.duration)))
    .observe({ type: "longtask" });
  let before = performance.now();
  const frame = (now) => {
    if (!window.seen.on) return;
    window.seen.frames.push(now - before); before = now; requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
}"""
TAKE = "() => { const seen = window.seen; seen.on = false; return [seen.long, seen.frames]; }"
CHOOSE = """async ([filter, value]) => {
  const input = document.querySelector(`[data-filter="${filter}"]`);
  const began = performance.now();
  if (input.type === "checkbox") input.checked = value === "yes"; else input.value = value;
  input.dispatchEvent(new Event("change", { bubbles: true }));
  const script = performance.now() - began;
  await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  return [script, performance.now() - began];
}"""
SCROLL = """async () => {
  for (let y = 0; y < document.body.scrollHeight; y += 120) {
    scrollTo(0, y); await new Promise((done) => requestAnimationFrame(done));
  }
}"""
OPEN_ALL = """async () => {
  for (const year of document.querySelectorAll("[data-year]")) {
    year.open = !year.open; await new Promise((done) => requestAnimationFrame(done));
  }
}"""


def main() -> None:
    """Measures and prints."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--events", type=int, default=300)
    asked.add_argument("--people", type=int, default=40)
    asked.add_argument("--rounds", type=int, default=10)
    asked.add_argument("--persons", type=int, default=12_000)
    asked.add_argument("--slow", type=int, nargs="+", default=[1, 4])
    asked.add_argument("--pictures", type=Path)
    given = asked.parse_args()
    with installed(given.persons) as installation, served(installation, given) as (page, address):
        for slow in given.slow:
            for width in (1440, 360):
                measured(page, address, given, slow, width)


@contextmanager
def installed(persons: int) -> Iterator[Any]:
    """A fresh installation of the invented country, running."""
    from tests.support.countries import simulate

    with tempfile.TemporaryDirectory(prefix="hejda-bench-") as folder:
        base = Path(folder)
        base.chmod(0o755)  # PostgreSQL runs as a user of its own where we are root
        country = simulate(base / "country", persons=persons, seed=1)
        home = base / "home"
        home.mkdir(mode=0o755)
        from hejda_web.config.embedded import new_installation, running
        from hejda_web.config.installation import FILE_NAME
        from hejda_web.config.serving import prepare_database

        own = new_installation(home, str(home / "postgres"))
        own.sources = {"invented": country / "source.yaml"}
        os.environ["HEJDA_INSTALLATION"] = str(own.write())
        with running(home) as installation:
            prepare_database(home / FILE_NAME)
            from hejda_web.config.demo_content import fill

            fill()
            from django.conf import settings

            settings.INSTALLATION.database.host = installation.database.host
            yield installation


@contextmanager
def served(installation: Any, given: argparse.Namespace) -> Iterator[tuple[Any, str]]:
    """A page of Chromium, logged in, and the address of the crowded person's page."""
    from django.conf import settings
    from django.db import connections
    from playwright.sync_api import sync_playwright

    from bench.hidden_or_unknown import World, prepared
    from tests.support.browsing import ARGUMENTS, chromium
    from tests.support.crowded import crowd
    from tests.support.served import server

    world = World(installation)
    _, _, headers = prepared(world)
    with world.connect() as superuser:
        person = superuser.execute(
            "select p.id::text from people_person p join runs_candidate c on c.person_id = p.id"
            " where p.secrecy = 'none' and p.region = (select region from accounts_appointment"
            " where scope = 'screening' limit 1) limit 1"
        ).fetchone()[0]
        # So that reasons are seen: nothing waits to be judged.
        superuser.execute(
            "update nominations_nomination set state = 'decided' where person_id = %s", [person]
        )
        crowd(superuser, person, given.events, given.people)
    connections.close_all()
    name, _, value = headers["Cookie"].partition("=")
    assert name == settings.SESSION_COOKIE_NAME
    with server(world) as port, sync_playwright() as playwright:
        base = f"http://127.0.0.1:{port}"
        browser = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        context = browser.new_context(locale="sv-SE", reduced_motion="reduce")
        context.add_cookies([{"name": name, "value": value, "url": base}])
        yield context.new_page(), f"{base}/people/{person}/"
        browser.close()


def measured(page: Any, address: str, given: argparse.Namespace, slow: int, width: int) -> None:
    """One line for each kind of work: long tasks, script, time until the next frame, frames."""
    page.set_viewport_size({"width": width, "height": 900})
    line = page.context.new_cdp_session(page)
    line.send("Emulation.setCPUThrottlingRate", {"rate": slow})
    page.goto(address)
    shown = page.locator("[data-entry]").count()
    choices = [
        (each, option)
        for each in ("kind", "span", "partner")
        for option in page.evaluate(
            'f => [...(document.querySelector(`[data-filter="${f}"]`)?.options || [])].map(o => o.value)',
            each,
        )
    ] + [("counts", "yes"), ("counts", "")]
    print(f"{width} px, processor {slow} times slower: {shown} lines, {len(choices)} choices")
    page.evaluate(WATCH)
    took = [page.evaluate(CHOOSE, list(each)) for _ in range(given.rounds) for each in choices]
    told("  filtering", page, [each[0] for each in took], [each[1] for each in took])
    for name, work in (("  scrolling", SCROLL), ("  opening years", OPEN_ALL)):
        page.evaluate(WATCH)
        for _ in range(max(1, given.rounds // 5)):
            page.evaluate(work)
        told(name, page)
    if given.pictures:
        page.evaluate("scrollTo(0, 0)")
        page.screenshot(path=given.pictures / f"crowded-{width}-{slow}.png", full_page=True)


def told(name: str, page: Any, script: list[float] = (), whole: list[float] = ()) -> None:  # type: ignore[assignment]
    """Prints what the browser counted."""
    long, frames = page.evaluate(TAKE)
    frames = sorted(frames)
    late = sum(each > 2 * FRAME_MS for each in frames)
    parts = [
        f"{len(long)} long tasks" + (f" (longest {max(long):.0f} ms)" if long else ""),
        f"{len(frames)} frames, p95 {frames[int(0.95 * len(frames))]:.1f} ms, longest {frames[-1]:.1f} ms,"
        f" {late} over two frames",
    ]
    if script:
        ordered, until = sorted(script), sorted(whole)
        parts.insert(
            0,
            f"script median {ordered[len(ordered) // 2]:.1f} ms, most {ordered[-1]:.1f} ms;"
            f" until painted median {until[len(until) // 2]:.1f}, most {until[-1]:.1f} ms",
        )
    print(f"{name}: " + "; ".join(parts) + f" (load {os.getloadavg()[0]:.1f})")


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    main()
