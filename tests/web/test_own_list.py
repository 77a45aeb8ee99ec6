"""The list the police follow already, brought in as a file: whole and rightly read, or not at all."""

from __future__ import annotations

import gzip

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from hejda_web.people.models import Identity
from tests.support.web_people import everything, logged_in
from tests.web.conftest import World

HEAD = "personal_number;names;acts;reason\n"
GOOD = "19121212-1213;Påhittad Ett;Hot 2026-02-01, K1;Följs\n"


def brought(content: bytes) -> str:
    """The page after the file was sent; "" where everybody in it was brought in."""
    file = SimpleUploadedFile("lista.csv", content)
    answer = logged_in("rut", work="nomination").post("/mapping/import/", {"file": file})
    assert answer.status_code in (200, 302), answer.status_code
    return "" if answer.status_code == 302 else answer.content.decode()


def names() -> list[str]:
    """Everybody's, in order."""
    with everything():
        return sorted(Identity.objects.values_list("names", flat=True))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "filen är tom"),
        (b"PK\x03\x04xlsx", "ingen textfil"),
        ("namn;skäl\nA;B\n".encode(), "Kolumner saknas"),
        (HEAD.encode(), "inga rader"),
        ((HEAD + GOOD + ";;Hot;\n").encode(), "Rad 3: names är tom."),
        ((HEAD + ";" + "Å" * 201 + ";Hot;Följs\n").encode(), "Rad 2: names."),
        ((HEAD + "1" * 21 + ";Å;Hot;Följs\n").encode(), "Rad 2: personal_number."),
        ((HEAD + ";Å;Hot; mot grannar;Följs\n").encode(), "Rad 2: fel antal fält."),
        ((HEAD + ";Å\0B;Hot;Följs\n").encode(), "Rad 2: tecken som inte går att läsa."),
        ((HEAD + ';Å;"Hot" igen;Följs\n').encode(), "Rad 2: citattecken som inte går ihop."),
        ((HEAD + ';Å;"Hot;Följs\n').encode(), "resten av filen går inte att läsa"),
        ((HEAD + "19811228-9874;Å;Hot;Följs\n").encode(), "kan tillhöra någon"),
        ((HEAD + GOOD + GOOD.replace("1912", "12")).encode(), "Rad 3: samma nummer som rad 2."),
        ((HEAD + GOOD * 5001).encode(), "mer än 5000 rader"),
        (gzip.compress((HEAD + GOOD * 500_000).encode()), "mer än 5000 rader"),
        ((HEAD + ";;;x\n" * 60).encode(), "Och 70 fel till."),
        (b"x" * ((1 << 20) + 1), "större än 1 MB"),
    ],
    ids=lambda value: value[:24] if isinstance(value, str) else "",
)
def test_a_faulty_file_says_where_and_brings_nobody_in(
    world: World, content: bytes, said: str
) -> None:
    before = names()
    page = brought(content)
    assert said in page
    assert "Å" * 20 not in page
    assert names() == before


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_a_file_is_read_as_spreadsheets_write_it(
    world: World, encoding: str, separator: str
) -> None:
    name = f"Åsa Öst {encoding} {ord(separator)}"
    rows = [["reason", "acts", "names", "personal_number"], ["Följs", '"Hot, 2026; K1"', name, ""]]
    text = "".join(separator.join(row) + "\r\n" for row in rows) + separator * 3 + "\r\n"
    assert brought(text.encode(encoding)) == ""
    assert name in names()
