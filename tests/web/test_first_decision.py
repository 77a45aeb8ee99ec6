"""The main path through the application: a proposal becomes a listing by two people's decisions."""

from __future__ import annotations

from hejda_web.accounts.models import Appointment
from tests.support.web_people import everything, in_region, logged_in, vote_to_list


def region_of_anna() -> str:
    """The region the demonstration's analyst is appointed to."""
    return Appointment.objects.get(user__username="anna", scope="screening").region


def test_two_people_judge_first_and_then_decide(world: object) -> None:
    from hejda_web.nominations.models import Listing, Nomination

    key = in_region(region_of_anna())[0]
    anna, rut = logged_in("anna"), logged_in("rut")
    for colleague, version, last in ((anna, 1, "decide"), (rut, 2, "second")):
        assert colleague.get(f"/screening/{key}/").status_code == 200
        assert colleague.get(f"/screening/{key}/score/").status_code == 404
        said = {"level": "high", "text": "Allvarliga händelser i år."}
        assert colleague.post(f"/screening/{key}/judge/", said).status_code == 302
        assert colleague.get(f"/screening/{key}/score/").status_code == 200
        answer = colleague.post(f"/screening/{key}/{last}/", vote_to_list(version))
        assert answer.status_code == 302
    with everything():
        listing = Listing.objects.get(nomination_id=key)
        assert Nomination.objects.get(pk=key).state == "decided"
        assert listing.first_id != listing.second_id
        assert listing.ground == "monitoring"
        assert len(listing.threshold_names) == len(listing.threshold_answers) == 6


def test_somebody_elsewhere_does_not_exist(world: object) -> None:
    elsewhere = in_region(region_of_anna(), inside=False)[0]
    assert logged_in("anna").get(f"/screening/{elsewhere}/").status_code == 404


def test_two_who_differ_see_both_votes_and_may_begin_anew(world: object) -> None:
    from hejda_web.nominations.models import Listing, Nomination

    key = in_region(region_of_anna())[1]
    anna, rut = logged_in("anna"), logged_in("rut")
    for colleague in (anna, rut):
        said = {"level": "high", "text": "Allvarliga händelser i år."}
        assert colleague.post(f"/screening/{key}/judge/", said).status_code == 302
    no = {"outcome": "not_list", "reason": "old_or_ended", "text": "Gamla händelser.", "version": 2}
    assert anna.post(f"/screening/{key}/decide/", vote_to_list(1)).status_code == 302
    assert rut.post(f"/screening/{key}/second/", no).status_code == 302
    for colleague in (anna, rut):
        page = colleague.get(f"/screening/{key}/score/").content.decode()
        assert "Tre händelser på ett år." in page
        assert "Gamla händelser." in page

    assert rut.post(f"/screening/{key}/decide/", vote_to_list(3)).status_code == 302
    answer = anna.post(f"/screening/{key}/second/", vote_to_list(4))
    assert answer.headers["Location"].startswith("/people/")
    with everything():
        nomination = Nomination.objects.get(pk=key)
        assert (nomination.state, nomination.round) == ("decided", 2)
        assert Listing.objects.filter(nomination=nomination).count() == 1
