"""Settings for the type checker, which loads Django: a throw-away installation that nothing connects to."""

import os
import tempfile
from pathlib import Path

from hejda_web.config.embedded import new_installation

os.environ["HEJDA_INSTALLATION"] = str(
    new_installation(Path(tempfile.mkdtemp()), "nowhere").write()
)

from hejda_web.config.settings import *  # noqa: F403
