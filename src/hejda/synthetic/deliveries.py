"""What can be written beside the registers: the police's own files, and other authorities'."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pyarrow.compute as pc
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq

from hejda.synthetic.delivery import write_delivery
from hejda.synthetic.simulate import Country

DAYS = 30
AUTHORITIES = ("psychiatry", "social_services")


def write_more(country: Country, out: Path, delivery: bool, authorities: bool) -> None:
    """`delivery`: the registers as one police authority would send them, in `delivery/`;
    `authorities`: psychiatry's and social services' contacts, one CSV each in `authorities/`.
    """
    if delivery:
        write_delivery(out, out / "delivery", country.last_day - dt.timedelta(days=1), DAYS)
    if authorities:
        folder = out / "authorities"
        folder.mkdir()
        contacts = pq.read_table(out / "truth" / "contact.parquet")
        people = pq.read_table(
            out / "truth" / "person.parquet", columns=["person", "born", "female"]
        )
        for name in AUTHORITIES:
            own = contacts.filter(pc.equal(contacts["authority"], name)).drop(["authority"])
            rows = own.join(people, "person").sort_by("person")
            options = pa_csv.WriteOptions(delimiter=";")
            pa_csv.write_csv(rows, folder / f"{name}.csv", options)
