"""Make a small map of districts from a GeoJSON file: `python bin/outlines.py FILE --system kostat > MAP`.

Neighbors keep one border: each stretch between two corners that districts share is simplified once. Every
feature needs its number in the property `code`. See docs/maps.md.
"""

import argparse
import json
import sys
from collections import defaultdict
from itertools import pairwise
from math import cos, hypot, radians
from pathlib import Path


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--system", required=True, help="the code system, as in kostat:11230")
    parser.add_argument("--name", default="", help="what the map shows")
    parser.add_argument("--credit", default="", help="whose outlines they are, under which licence")
    parser.add_argument("--width", type=int, default=480, help="units across")
    parser.add_argument("--tolerance", type=float, default=2.0, help="units that a border may be moved")
    options = parser.parse_args()

    features = json.loads(options.file.read_text())["features"]
    shapes = {feature["properties"]["code"]: rings_of(feature["geometry"]) for feature in features}
    shapes, height = projected(shapes, options.width)
    shapes = simplified(shapes, options.tolerance)
    rows = [
        f"    {json.dumps(f'{options.system}:{code}')}: {json.dumps(outline(rings))}"
        for code, rings in sorted(shapes.items())
    ]
    head = {"name": options.name, "credit": options.credit, "width": options.width, "height": height}
    lines = [f"  {json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}," for key, value in head.items()]
    sys.stdout.write("\n".join(["{", *lines, '  "outlines": {', ",\n".join(rows), "  }", "}\n"]))


def rings_of(geometry):
    """Return the outer rings of a polygon or of several, each without its repeated end."""
    several = geometry["type"] == "MultiPolygon"
    polygons = geometry["coordinates"] if several else [geometry["coordinates"]]
    return [[tuple(point) for point in polygon[0][:-1]] for polygon in polygons]


def projected(shapes, width):
    """Return the shapes in whole units of a flat map that is `width` units across, and its height."""
    points = [point for rings in shapes.values() for ring in rings for point in ring]
    west, east = min(x for x, _ in points), max(x for x, _ in points)
    south, north = min(y for _, y in points), max(y for _, y in points)
    squeeze = cos(radians((south + north) / 2))
    scale = width / ((east - west) * squeeze)

    def flat(point):
        return round((point[0] - west) * squeeze * scale), round((north - point[1]) * scale)

    flattened = {
        code: [without_repeats([flat(point) for point in ring]) for ring in rings]
        for code, rings in shapes.items()
    }
    return flattened, round((north - south) * scale)


def without_repeats(ring):
    return [point for place, point in enumerate(ring) if point != ring[place - 1]]


def simplified(shapes, tolerance):
    """Return the shapes with fewer points; what two of them share stays shared."""
    owners = defaultdict(set)
    for code, rings in shapes.items():
        for ring in rings:
            for point in ring:
                owners[point].add(code)
    return {
        code: [ring for ring in (simplified_ring(ring, owners, tolerance) for ring in rings) if len(ring) > 2]
        for code, rings in shapes.items()
    }


def simplified_ring(ring, owners, tolerance):
    corners = [
        place
        for place, point in enumerate(ring)
        if owners[point] != owners[ring[place - 1]] or owners[point] != owners[ring[(place + 1) % len(ring)]]
    ] or [0, len(ring) // 2]
    ring = ring[corners[0] :] + ring[: corners[0]]
    places = [place - corners[0] for place in corners] + [len(ring)]
    kept = []
    for start, end in pairwise(places):
        stretch = [*ring[start:end], ring[end % len(ring)]]
        backward = stretch[0] > stretch[-1]
        stretch = fewer(stretch[::-1] if backward else stretch, tolerance)
        kept.extend((stretch[::-1] if backward else stretch)[:-1])
    return kept


def fewer(line, tolerance):
    """Return a line without the points that lie nearer than `tolerance` to what is left (Douglas-Peucker)."""
    if len(line) < 3:
        return line
    away = [distance(point, line[0], line[-1]) for point in line[1:-1]]
    farthest = max(away)
    if farthest < tolerance:
        return [line[0], line[-1]]
    place = away.index(farthest) + 1
    return fewer(line[: place + 1], tolerance)[:-1] + fewer(line[place:], tolerance)


def distance(point, start, end):
    """Return how far a point lies from a stretch."""
    (x, y), (x1, y1), (x2, y2) = point, start, end
    length = (x2 - x1) ** 2 + (y2 - y1) ** 2
    part = 0 if not length else max(0, min(1, ((x - x1) * (x2 - x1) + (y - y1) * (y2 - y1)) / length))
    return hypot(x - x1 - part * (x2 - x1), y - y1 - part * (y2 - y1))


def outline(rings):
    """Return the path of a district and the point within it that is farthest from its border."""
    path = ""
    for ring in rings:
        x, y = ring[0]
        path += f"M{x} {y}l"
        steps = [(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(ring)]
        path += " ".join(f"{dx}{'' if dy < 0 else ' '}{dy}" for dx, dy in steps).replace(" -", "-") + "z"
    return {"path": path, "at": middle(max(rings, key=extent))}


def extent(ring):
    xs, ys = zip(*ring, strict=True)
    return (max(xs) - min(xs)) * (max(ys) - min(ys))


def middle(ring):
    xs, ys = zip(*ring, strict=True)
    inside = [
        (x, y) for x in range(min(xs), max(xs), 2) for y in range(min(ys), max(ys), 2) if holds(ring, (x, y))
    ]
    sides = list(zip(ring, ring[1:] + ring[:1], strict=True))
    return max(inside, key=lambda point: min(distance(point, *side) for side in sides))


def holds(ring, point):
    """Tell whether a point lies within a ring."""
    x, y = point
    within = False
    for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1], strict=True):
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            within = not within
    return within


if __name__ == "__main__":
    main()
