"""The closed list of what an event can be, as it is said to people."""

from __future__ import annotations

from hejda_web.ui.words import Words

KINDS = {
    "report": Words("Ny anmälan", "New report"),
    "threat": Words("Anmält hot", "Threat reported"),
    "order_made": Words("Kontaktförbud meddelat", "Contact ban made"),
    "order_breached": Words(
        "Överträdelse av kontaktförbud anmäld", "Breach of a contact ban reported"
    ),
    "detained": Words("Frihetsberövad", "Detained"),
    "released": Words("Frisläppt", "Released"),
    "weapon": Words("Uppgift om vapen", "Record of a weapon"),
}
"""What is registered, never what somebody is guilty of."""
