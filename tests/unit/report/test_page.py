"""report.html stands alone, is whole in both languages, and shows what it should and no more."""

from __future__ import annotations

import html
import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from hejda.base.errors import InputError
from hejda.report.dossiers import ranker_of
from hejda.report.limits import LIMITS
from hejda.report.page import REPORT_FILE, page, write_report
from hejda.report.read import rows_of
from tests.support.sample_out import sample_out
from tests.support.sentence_checks import english_words, unfit

VOID = {"meta", "input", "br", "link", "img", "hr"}
LARGEST = 15_000_000


class Balance(HTMLParser):
    """Reads a page and notes what is not closed, what is fetched, and the text by language."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[tuple[str, str]] = []
        self.faults: list[str] = []
        self.addresses: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.text: dict[str, list[str]] = {"sv": [], "en": [], "both": []}

    def opened(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Remembers an element that must be closed, and what it refers to."""
        found = dict(attrs)
        self.addresses += [v for k, v in attrs if k in ("src", "href", "action", "data") and v]
        self.ids += [v for k, v in attrs if k == "id" and v]
        self.links += [v[1:] for k, v in attrs if k == "href" and v and v.startswith("#")]
        if tag not in VOID:
            language = found.get("lang") or (self.open[-1][1] if self.open else "both")
            self.open.append((tag, "both" if tag == "html" else language))

    def closed(self, tag: str) -> None:
        """Closes the innermost element, which must be of that name."""
        if not self.open or self.open[-1][0] != tag:
            self.faults.append(f"</{tag}> at {self.getpos()}, open: {self.open[-3:]}")
        else:
            self.open.pop()

    def told(self, text: str) -> None:
        """Collects text that a reader sees, by its language."""
        if self.open and self.open[-1][0] not in ("style", "script", "code") and text.strip():
            self.text[self.open[-1][1]].append(text.strip())

    handle_starttag, handle_endtag, handle_data = opened, closed, told


def read(text: str) -> Balance:
    """The page as `Balance` reads it."""
    parser = Balance()
    parser.feed(text)
    parser.close()
    return parser


@pytest.fixture(scope="module")
def invented(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An invented run with everything in it, and its report."""
    out = sample_out(tmp_path_factory.mktemp("report") / "out", moved=True)
    write_report(out)
    return out


@pytest.fixture(scope="module")
def text(invented: Path) -> str:
    """The report of the invented run."""
    return html.unescape((invented / REPORT_FILE).read_text(encoding="utf-8"))


def test_every_element_is_closed_and_every_id_is_used_once(text: str) -> None:
    parsed = read(text)
    assert parsed.faults == []
    assert parsed.open == []
    assert len(parsed.ids) == len(set(parsed.ids))


def test_every_link_leads_somewhere_on_the_page(text: str) -> None:
    parsed = read(text)
    assert set(parsed.links) <= set(parsed.ids)
    assert len(parsed.links) > 10


def test_nothing_is_fetched_from_anywhere(text: str) -> None:
    parsed = read(text)
    assert all(address.startswith("#") for address in parsed.addresses)
    assert re.findall(r"https?:|//[a-z]+\.|@import|url\(|@font-face|srcset", text) == []
    assert "default-src 'none'" in text


def test_it_begins_with_what_it_is_not(text: str) -> None:
    for sv, en in zip(LIMITS["sv"], LIMITS["en"], strict=True):
        assert sv in text
        assert en in text
    assert text.index(LIMITS["sv"][0]) < text.index('id="list-harm"')
    assert "Förslag, inte beslut" in text
    assert "Påhittat material" in text
    assert "träffsäker" in text


def test_both_languages_are_whole(text: str) -> None:
    parsed = read(text)
    assert len(parsed.text["sv"]) == len(parsed.text["en"])
    ours = [line.partition("kontraktet känner:")[0] for line in parsed.text["sv"]]
    assert [words for line in ours if (words := english_words(line))] == []
    assert not any(re.search(r"[åäöÅÄÖ]", line) for line in parsed.text["en"])
    plain = [line for line in parsed.text["both"] if not line.endswith(".csv")]
    assert [words for line in plain if (words := english_words(line))] == []


def test_nobody_is_called_guilty_dangerous_or_low(text: str) -> None:
    parsed = read(text)
    for lines in parsed.text.values():
        assert [words for line in lines if (words := unfit(line))] == []


def test_every_reason_record_and_counterweight_of_the_lists_is_there(
    invented: Path, text: str
) -> None:
    listed = {(r["person"], ranker_of(r["list"])) for r in rows_of(invented, "candidate")}
    told = rows_of(invented, "reason")
    shown = [row for row in told if (row["person"], row["ranker"]) in listed]
    assert len(shown) > 30
    against = [
        row
        for row in rows_of(invented, "contrary")
        if row["kind"] != "leaves_on" or row["list"] in ("harm", "serial")
    ]
    for row in [*shown, *against]:
        assert row["sentence_sv"] in text
        assert row["sentence_en"] in text
    references = {reference for row in shown for reference in row["evidence"]}
    for row in rows_of(invented, "evidence"):
        assert (row["reference"] in text) == (row["reference"] in references)


def test_points_are_shown_and_add_up_to_the_score(invented: Path, text: str) -> None:
    first = next(row for row in rows_of(invented, "candidate") if row["list"] == "harm")
    score = f"{first['score']:,}".replace(",", "\u202f")
    assert f"<small>{score}</small>" in text


def test_a_gap_that_concerns_everybody_is_told_once(text: str) -> None:
    assert text.count("Inga uppgifter om påföljder") == 1
    assert text.count("Luckor som gäller alla") > 10


def test_serious_harm_is_a_dated_act_or_said_to_mean_nothing(text: str) -> None:
    assert "Inget registrerat varningstecken – det säger inget om säkerheten." in text
    assert "No recorded warning sign – this says nothing about safety." in text


def test_tables_have_headers_with_scope_and_the_page_its_landmarks(text: str) -> None:
    assert re.findall(r"<th(?![^>]*scope=)[ >]", text) == []
    for landmark in ("<header", "<nav", "<main", "<footer", "<h1>"):
        assert text.count(landmark) == 1
    assert text.startswith("<!doctype html>")
    assert '<html lang="sv">' in text


def test_a_missing_serial_list_is_explained(tmp_path: Path) -> None:
    out = sample_out(tmp_path / "out", serial_missing=("no_victims",), material="public")
    text = page(out)
    assert "Den här listan kan inte göras av det som levererats" in text
    assert "Inga målsägande i leveransen" in text
    assert read(text).faults == []


def test_a_report_on_operational_material_says_nothing_about_anybody(tmp_path: Path) -> None:
    out = sample_out(tmp_path / "out", material="operational", moved=True)
    text = page(out)
    parsed = read(text)
    assert parsed.faults == []
    said = {
        row[name]
        for table in ("reason", "evidence", "contrary", "moved")
        for row in rows_of(out, table)
        for name in ("sentence_sv", "sentence_en")
    }
    assert [sentence for sentence in said if sentence in text] == []
    assert not any(row["reference"] in text for row in rows_of(out, "evidence"))
    assert "Våldtäkt" not in text
    assert "overlay" not in text
    assert all(row["person"] in text for row in rows_of(out, "candidate"))
    assert "färre än" in text


def test_a_run_with_nothing_in_it_still_has_a_report(tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    facts = {"hejda_version": "0", "material": "public", "as_of": "2026-01-01"}
    (out / "run.json").write_text(json.dumps(facts), encoding="utf-8")
    parsed = read(page(out))
    assert parsed.faults == []


def test_a_folder_without_a_run_is_an_error_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no hejda run"):
        write_report(tmp_path)
    (tmp_path / "run.json").write_text("{", encoding="utf-8")
    with pytest.raises(InputError, match="cannot be read"):
        write_report(tmp_path)


def test_what_a_delivery_says_is_text_and_never_markup(tmp_path: Path) -> None:
    out = sample_out(tmp_path / "out")
    facts = json.loads((out / "run.json").read_text(encoding="utf-8"))
    facts["title"] = "<script>alert(1)</script>"
    facts["files"][0]["file"] = "<img src=x>"
    (out / "run.json").write_text(json.dumps(facts), encoding="utf-8")
    text = page(out)
    assert "<script>alert" not in text
    assert "<img" not in text


def test_two_full_lists_stay_small(tmp_path: Path) -> None:
    out = sample_out(tmp_path / "out", harm=300, serial=300)
    write_report(out)
    assert (out / REPORT_FILE).stat().st_size < LARGEST
