"""What people decided about identity and role, as the next run of `hejda map` reads it."""

from __future__ import annotations

from hejda_web.nominations.models import Judgement


def judgements_in_force() -> list[dict[str, str]]:
    """Rows of the table `judgement`, the withdrawn with the day they were withdrawn."""
    return [
        {
            "judgement_id": str(each.pk),
            "kind": each.kind,
            "a": each.a,
            "b": each.b,
            "decided_on": each.decided_on.isoformat(),
            "decided_by": str(each.by_id),
            "reason": each.reason,
            "withdrawn_on": each.withdrawn_on.isoformat() if each.withdrawn_on else "",
        }
        for each in Judgement.objects.order_by("decided_on", "pk")
    ]
