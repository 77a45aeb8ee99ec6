"""What the pages of screening and of a focus person show, and what they keep back."""

from __future__ import annotations

from hejda_web.accounts.models import Appointment
from tests.support.web_people import everything, in_region, logged_in, vote_to_list


def waiting(number: int) -> str:
    """A nomination that waits in the region of the demonstration's analyst."""
    region = Appointment.objects.get(user__username="anna", scope="screening").region
    return str(in_region(region)[number])


def test_the_page_of_the_own_judgement_holds_no_place_score_or_reason(world: object) -> None:
    from hejda_web.nominations.models import Nomination
    from hejda_web.runs.models import Reason

    key = waiting(1)
    with everything():
        person = Nomination.objects.get(pk=key).person_id
        reasons = list(Reason.objects.filter(person=person).values_list("sentence_sv", flat=True))
    anna = logged_in("anna")
    for address in (f"/screening/{key}/", f"/people/{person}/"):
        text = anna.get(address).content.decode()
        assert reasons
        assert not any(sentence in text for sentence in reasons)
        assert "skadedagar" not in text.lower()


def test_after_it_every_reason_stands_there_with_the_sum(world: object) -> None:
    from django.utils.html import escape

    from hejda_web.nominations.models import Nomination
    from hejda_web.runs.models import Reason

    key = waiting(2)
    anna = logged_in("anna")
    anna.post(f"/screening/{key}/judge/", {"level": "raised", "text": "Två händelser."})
    text = anna.get(f"/screening/{key}/score/").content.decode()
    with everything():
        person = Nomination.objects.get(pk=key).person_id
        rows = Reason.objects.filter(person=person, ranker="expected_harm", kind="for")
        sentences = [escape(row.sentence_sv) for row in rows]
    assert sentences
    assert all(sentence in text for sentence in sentences)
    assert "Varför: skälen och poängen" in text


def test_a_stale_decision_shows_what_stands_and_what_was_meant(world: object) -> None:
    key = waiting(3)
    anna, rut = logged_in("anna"), logged_in("rut")
    for colleague in (anna, rut):
        colleague.post(f"/screening/{key}/judge/", {"level": "high", "text": "Händelserna."})
    decided = vote_to_list(1) | {"outcome": "ask_facts", "text": "Relationen saknas."}
    assert rut.post(f"/screening/{key}/decide/", decided).status_code == 302
    meant = vote_to_list(1) | {"text": "Det här ville jag spara."}
    answer = anna.post(f"/screening/{key}/decide/", meant)
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "Det här ville jag spara." in text
    assert "Relationen saknas." in text or "Mer uppgifter behövs" in text


def test_the_bar_of_a_focus_person_tells_status_and_next_deadline_on_every_page(
    world: object,
) -> None:
    from hejda_web.nominations.models import Nomination

    key = waiting(4)
    anna, rut = logged_in("anna"), logged_in("rut")
    for colleague, version, last in ((anna, 1, "decide"), (rut, 2, "second")):
        colleague.post(f"/screening/{key}/judge/", {"level": "high", "text": "Händelserna."})
        colleague.post(f"/screening/{key}/{last}/", vote_to_list(version))
    with everything():
        person = Nomination.objects.get(pk=key).person_id
    for page in ("", "who/", "history/", "earlier/"):
        text = rut.get(f"/people/{person}/{page}").content.decode()
        assert "Väntar på start" in text
        assert "behovet prövas senast" in text
