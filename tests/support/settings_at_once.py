"""An installation's settings, but refusals and look-ups are not held to a common duration.

For servers that are asked for thousands of refusals; bench/hidden_or_unknown.py times the real ones.
"""

from hejda_web.config.settings import *  # noqa: F403

DENIED_AFTER = 0.0
