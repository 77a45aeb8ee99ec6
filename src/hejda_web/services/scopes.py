"""What a token may be given, and how each is said."""

from __future__ import annotations

from hejda_web.ui.words import Words

SCOPES = {
    "runs:read": Words("läsa körningars tal", "read runs' figures"),
    "candidates:read": Words("läsa kandidater", "read candidates"),
    "decisions:read": Words("läsa utfall av beslut", "read outcomes of decisions"),
    "actors:read": Words("läsa fokuspersoner", "read focus persons"),
    "events:write": Words("lämna nya händelser", "send new events"),
}
