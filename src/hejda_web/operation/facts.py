"""What is known of the system at this moment. Nothing about anybody: no argument of a job is read."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from dataclasses import dataclass

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Count, Max, Min, Q
from procrastinate.contrib.django.models import ProcrastinateJob, ProcrastinateWorker

from hejda_web.audit.witnesses import WitnessFault, named_witnesses
from hejda_web.operation.models import Backup

SHOWN_JOBS = 50
WAITING, DOING, FAILED = "todo", "doing", "failed"


@dataclass(frozen=True)
class Job:
    """A job of the worker: which kind, when it was ordered, how it stands, how often it was tried."""

    kind: str
    ordered_at: dt.datetime | None
    state: str
    attempts: int


@dataclass(frozen=True)
class Held:
    """What a witness holds: the checkpoint's number and time and how many entries it signs.

    fault: a code where it did not answer; then the rest is 0 and None.
    """

    name: str
    number: int = 0
    entries: int = 0
    at: dt.datetime | None = None
    fault: str = ""


@dataclass(frozen=True)
class Facts:
    """Everything the page says. Sizes in bytes."""

    now: dt.datetime
    unapplied: int
    database_version: str
    database_size: int
    disk_free: int
    disk_total: int
    worker_seen: dt.datetime | None
    waiting: int
    oldest_waiting: dt.datetime | None
    doing: int
    failed: int
    """Jobs that failed in the last seven days."""
    jobs: tuple[Job, ...]
    entries: int
    witnesses: tuple[Held, ...]
    backup: Backup | None


def gathered(now: dt.datetime) -> Facts:
    """The facts, from the database, the disk of the installation's home and the witnesses."""
    jobs = ProcrastinateJob.objects.annotate(
        ordered_at=Min("procrastinateevent__at", filter=Q(procrastinateevent__type="deferred")),
        last_at=Max("procrastinateevent__at"),
    )
    waiting = jobs.filter(status=WAITING).aggregate(count=Count("pk"), oldest=Min("ordered_at"))
    week = now - dt.timedelta(days=7)
    version, size, entries = _of_database()
    disk = shutil.disk_usage(settings.INSTALLATION.home)
    executor = MigrationExecutor(connection)
    return Facts(
        now=now,
        unapplied=len(executor.migration_plan(executor.loader.graph.leaf_nodes())),
        database_version=version,
        database_size=size,
        disk_free=disk.free,
        disk_total=disk.total,
        worker_seen=ProcrastinateWorker.objects.aggregate(last=Max("last_heartbeat"))["last"],
        waiting=waiting["count"],
        oldest_waiting=waiting["oldest"],
        doing=jobs.filter(status=DOING).count(),
        failed=jobs.filter(status=FAILED, last_at__gte=week).count(),
        jobs=tuple(
            Job(*row)
            for row in jobs.order_by("-pk").values_list(
                "task_name", "ordered_at", "status", "attempts"
            )[:SHOWN_JOBS]
        ),
        entries=entries,
        witnesses=_held(),
        backup=Backup.objects.order_by("-at").first(),
    )


def _of_database() -> tuple[str, int, int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "select current_setting('server_version'), pg_database_size(current_database()),"
            " audit.size()"
        )
        version, size, entries = cursor.fetchone()
    return str(version).split(" ", maxsplit=1)[0], int(size), int(entries)


def _held() -> tuple[Held, ...]:
    """What each witness holds last. Nothing is believed here: whether it is signed, the checker says."""
    installation = settings.INSTALLATION
    found = []
    for witness in named_witnesses(installation.witness_files, installation.witness_databases):
        try:
            line = witness.last()
            said = json.loads(line) if line else None
            found.append(
                Held(
                    witness.name, int(said["number"]), int(said["size"]),
                    dt.datetime.fromisoformat(said["at"]),
                ) if said else Held(witness.name)
            )  # fmt: skip
        except WitnessFault as fault:
            found.append(Held(witness.name, fault=fault.code))
        except (ValueError, KeyError, TypeError):
            found.append(Held(witness.name, fault="checkpoint_unreadable"))
    return tuple(found)
