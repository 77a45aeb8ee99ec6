"""What the database holds of one person besides records, read once for every part of their page."""

from __future__ import annotations

from functools import cached_property

from hejda_web.nominations.models import Decision, Listing, Nomination, OwnJudgement
from hejda_web.people.models import Person
from hejda_web.runs.models import Candidate
from hejda_web.runs.record import candidates_of


class CaseFile:
    """One person's listings, nominations, judgements, votes and places in runs: read when first asked for."""

    def __init__(self, person: Person) -> None:
        self.person = person

    @cached_property
    def listings(self) -> list[Listing]:
        """Each time they became a focus person, the newest first."""
        rows = Listing.objects.filter(person=self.person).select_related("nomination")
        return list(rows.order_by("-listed_on", "-pk"))

    @cached_property
    def nominations(self) -> list[Nomination]:
        """Each time somebody or a run put them forward, the newest first."""
        rows = Nomination.objects.filter(person=self.person).select_related("run", "nominated_by")
        return list(rows.order_by("-made_at"))

    @cached_property
    def judgements(self) -> list[OwnJudgement]:
        """Own judgements that the reader may see by now."""
        return list(OwnJudgement.objects.filter(person=self.person).select_related("by"))

    @cached_property
    def votes(self) -> list[Decision]:
        """Votes that the reader may see by now, the newest first."""
        return list(
            Decision.objects.filter(person=self.person).select_related("by").order_by("-at")
        )

    @cached_property
    def candidates(self) -> list[Candidate]:
        """Their places in runs, the newest run first."""
        return candidates_of(self.person.pk)
