"""Django's own commands, for whoever develops: `python -m hejda_web.manage makemigrations`."""

from __future__ import annotations

import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hejda_web.config.settings")
    execute_from_command_line(sys.argv)
