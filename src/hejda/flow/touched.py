"""Who must be settled anew when a run builds upon an earlier one; everybody else stays as they were.

Who is who depends, for each group of records that hang together, on that group alone
(`hejda.persons.clusters`), and a second run on the same records changes nothing. So the only records
to settle are those of a group in which something differs: a record, a pair, a number, a judgement or
the people of before. Whoever hangs together with one of them, by whatever tie, comes along.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from hejda.flow.identities import Store

Rows = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]


def rows_of(features: pa.Table, units: pa.ChunkedArray) -> Rows:
    """The rows of `features`, which is in order of unit, that have these units."""
    found: Rows = np.searchsorted(features["unit"].to_numpy(), units.to_numpy())
    return found


def codes(column: pa.ChunkedArray) -> Rows:
    """A number for each value, the same for the same value; −1 where there is none."""
    encoded = column.combine_chunks().dictionary_encode().indices
    found: Rows = pc.fill_null(encoded.cast(pa.int64()), -1).to_numpy(zero_copy_only=False)
    return found


def among(column: pa.ChunkedArray, values: pa.ChunkedArray | pa.Array) -> Mask:
    """Which rows of `column` have one of the `values`; a row without a value has none."""
    if not len(values):
        return np.zeros(len(column), dtype=np.bool_)
    found: Mask = pc.is_in(column, value_set=values, skip_nulls=True).to_numpy()
    return found


def touched(
    features: pa.Table, kept: Mask, pairs: pa.Table, judged: pa.Array, store: Store
) -> Mask:
    """Which rows of `features` are to be settled anew.

    `features`: first the rows of the store that are as they were (`kept` says which of its rows those
    are), then the new and changed ones. `pairs`: all weighed pairs of now. `judged`: the records that
    people have decided about by now. The store must be a whole one.
    """
    before = store.people.link["person"].filter(pa.array(kept))
    new = features.num_rows - len(before)
    person = pa.chunked_array([*before.chunks, pa.nulls(new, pa.string())], pa.string())
    found = np.zeros(features.num_rows, dtype=np.bool_)
    found[len(before) :] = True
    for records in (judged, store.people.judged["record_id"]):
        found |= among(features["record_id"], records)
    if not kept.all():
        found |= _left_behind(features, person, kept, store)
    left, right = (rows_of(features, pairs[name]) for name in ("unit_l", "unit_r"))
    shared = [codes(column) for column in (features["number"], features["coordination"], person)]
    return _hanging_together(found, left, right, shared)


def _left_behind(features: pa.Table, person: pa.ChunkedArray, kept: Mask, store: Store) -> Mask:
    """Rows that had something in common with a record that is gone or changed: its pairs, its
    numbers, its person, or an id that it founded."""
    gone = pa.array(~kept)
    old, people = store.features.filter(gone), store.people
    units = [store.pairs[name].to_numpy() for name in ("unit_l", "unit_r")]
    lost = [np.isin(side, old["unit"].to_numpy()) for side in units]
    partners = np.concatenate([units[1][lost[0]], units[0][lost[1]]])
    found: Mask = np.isin(features["unit"].to_numpy(), partners)
    for kind in ("number", "coordination"):
        found |= among(features[kind], old[kind].drop_null())
    founded = among(people.identity["founder"], old["record_id"])
    for names in (people.link["person"].filter(gone), people.identity["person"].filter(founded)):
        found |= among(person, names)
    return found


def _hanging_together(found: Mask, left: Rows, right: Rows, shared: Sequence[Rows]) -> Mask:
    """`found` and all that hang together with it: by pairs (`left`, `right`) or by what is `shared`
    (a code for each row, −1 for none)."""
    found = found.copy()
    size = -1
    while size != (size := int(found.sum())):
        met = found[left] | found[right]
        found[left[met]] = True
        found[right[met]] = True
        for code in shared:
            there = np.zeros(code.max(initial=-1) + 2, dtype=np.bool_)
            there[code[found]] = True
            there[-1] = False  # where −1 leads to
            found |= there[code]
    return found
