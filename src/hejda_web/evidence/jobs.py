"""Brings in what lies in the folder of reports: each night, and when somebody asks."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app

from hejda.base.errors import HejdaError
from hejda_web.evidence.models import Figure, Intake, Report


@app.task(name="evidence.bring_in", queue="runs", pass_context=False)
def bring_in_reports(ordered_by: str = "") -> None:
    """Looks into the folder once; a report that is here already is left as it is."""
    held = settings.INSTALLATION.reports
    folders = sorted(p for p in held.iterdir() if p.is_dir()) if held and held.is_dir() else []
    found = brought = 0
    faulty: list[str] = []
    for folder in folders:
        try:
            here = _bring_in(folder)
        except HejdaError as error:
            faulty.append(f"{folder.name}: {error.code}")
            continue
        found += here is not None
        brought += bool(here)
    Intake.objects.create(
        at=timezone.now(), ordered_by_id=UUID(ordered_by) if ordered_by else None, found=found,
        brought=brought, faulty="\n".join(faulty)[:4000],
    )  # fmt: skip


@app.periodic(cron="41 3 * * *")
@app.task(name="evidence.night", queue="runs", pass_context=False)
def night(timestamp: int) -> None:
    """The same, each night."""
    bring_in_reports.func()


def _bring_in(folder: Path) -> bool | None:
    """Whether the folder's report is new here; None where the folder holds none."""
    from hejda_web.evidence.reading import checksum_of, kind_of, read_report

    kind = kind_of(folder)
    if kind is None:
        return None
    if Report.objects.filter(checksum=checksum_of(folder, kind)).exists():
        return False
    read = read_report(folder, kind)
    with transaction.atomic():
        report, made = Report.objects.get_or_create(
            checksum=read.facts["checksum"], defaults=read.facts | {"brought_at": timezone.now()}
        )
        if made:
            Figure.objects.bulk_create(
                Figure(
                    report=report, place=place, part=line.part,
                    words_sv=line.words[0], words_en=line.words[1],
                    value=line.told.value if line.told else None,
                    low=line.told.low if line.told else None,
                    high=line.told.high if line.told else None,
                    told_sv=line.figure[0][:200], told_en=line.figure[1][:200],
                    unit_sv=line.unit[0][:200], unit_en=line.unit[1][:200],
                    sentence_sv=line.sentence[0], sentence_en=line.sentence[1],
                )
                for place, line in enumerate(read.lines)
            )  # fmt: skip
    return made
