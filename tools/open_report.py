"""Opens a report in a browser where there is one; always says where the file is; never waits."""

from __future__ import annotations

import os
import sys
import webbrowser
from pathlib import Path


def window_is_possible() -> bool:
    """True on a machine where somebody sits in front of a screen."""
    if os.environ.get("CI"):
        return False
    if sys.platform in ("darwin", "win32"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def opened(address: str) -> bool:
    """Hands `address` to a browser with a window; a text browser would hold the terminal."""
    try:
        browser = webbrowser.get()
    except webbrowser.Error:
        return False
    if type(browser) is webbrowser.GenericBrowser:
        return False
    return browser.open(address)


def main() -> int:
    """Shows the report named on the command line; 1 when it is not there."""
    report = Path(sys.argv[1]).resolve()
    if not report.is_file():
        print(f"There is no report at {sys.argv[1]}.", file=sys.stderr)
        return 1
    shown = window_is_possible() and opened(report.as_uri())
    print(f"The report is {'opening in your browser; it is ' if shown else ''}in {report}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
