"""Boundaries read from GeoJSON: what a map draws, in degrees."""

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from explainer.data.models import MapDescriptor
from explainer.errors import Place, Problem, UnknownId

#: Longitude and latitude in degrees.
Point = tuple[float, float]
Ring = tuple[Point, ...]

#: More points than this would take long to draw, and nobody could see them.
MOST_POINTS = 20_000
#: Twice the smallest area in square degrees.
SMALLEST = 1e-9

REMEDY = "export it again as a GeoJSON FeatureCollection of polygons"


@dataclass(frozen=True)
class Feature:
    """An area: its `key`, its `properties`, and its `rings` (outer ones and holes alike, each closed)."""

    key: str
    properties: Mapping[str, str]
    rings: tuple[Ring, ...]


@dataclass(frozen=True)
class Boundaries:
    """A map's areas, its `features`, with its `id` and its `descriptor`."""

    id: str
    descriptor: MapDescriptor
    features: tuple[Feature, ...]

    def feature(self, key: str) -> Feature:
        """The area with this `key`. Raises `UnknownId`."""
        for feature in self.features:
            if feature.key == key:
                return feature
        raise UnknownId(f"area of {self.id}", key, (feature.key for feature in self.features))


def read_map(
    map_id: str, descriptor: MapDescriptor, text: str, file: str, problems: list[Problem]
) -> Boundaries | None:
    """The map, or None; what is wrong is added to `problems`."""
    try:
        features = _features(json.loads(text, parse_constant=_no_number), descriptor.key)
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError, RecursionError) as error:
        reason = str(error) if isinstance(error, _UnusableMap) else "this is no map that can be read"
        problems.append(Problem(Place(file), f"{reason} – {REMEDY}"))
        return None
    return Boundaries(map_id, descriptor, features)


class _UnusableMap(ValueError):
    """A map that cannot be drawn, with the reason."""


def _no_number(word: str) -> float:
    raise _UnusableMap(f'a coordinate is "{word}", which is no number')


def _features(plain: dict[str, Any], key: str) -> tuple[Feature, ...]:
    if plain.get("crs") is not None:
        raise _UnusableMap("the map is in a coordinate system of its own, where degrees are expected")
    features = tuple(_feature(each, key) for each in plain["features"])
    if not features:
        raise _UnusableMap("the map has no areas")
    if sum(len(ring) for feature in features for ring in feature.rings) > MOST_POINTS:
        raise _UnusableMap(f"the map has more than {MOST_POINTS} points, too many to draw")
    repeated = sorted(name for name, count in Counter(each.key for each in features).items() if count > 1)
    if repeated:
        raise _UnusableMap(f'the areas "{", ".join(repeated)}" stand there twice')
    return features


def _feature(plain: dict[str, Any], key: str) -> Feature:
    properties = {
        name: value for name, value in plain["properties"].items() if isinstance(value, str) and value.strip()
    }
    if key not in properties:
        raise _UnusableMap(f'an area lacks the property "{key}" that identifies it')
    geometry = plain["geometry"]
    polygons = {"Polygon": [geometry["coordinates"]], "MultiPolygon": geometry["coordinates"]}.get(geometry["type"])
    rings = tuple(_ring(ring, properties[key]) for polygon in polygons or () for ring in polygon)
    if not rings:
        raise _UnusableMap(f'the area "{properties[key]}" is no polygon')
    return Feature(properties[key], properties, rings)


def _ring(points: list[list[Any]], name: str) -> Ring:
    if any(type(number) not in (int, float) for point in points for number in point[:2]):
        raise _UnusableMap(f'the area "{name}" has a coordinate that is no number')
    ring = tuple((float(point[0]), float(point[1])) for point in points)
    if len(ring) < 4 or ring[0] != ring[-1]:
        raise _UnusableMap(f'the area "{name}" has an outline that is not closed')
    if any(not (-180 <= x <= 180 and -90 <= y <= 90) for x, y in ring):
        raise _UnusableMap(f'the area "{name}" lies outside the globe')
    if abs(sum(x * next_y - next_x * y for (x, y), (next_x, next_y) in pairwise(ring))) < SMALLEST:
        raise _UnusableMap(f'the area "{name}" has an outline around nothing')
    return ring
