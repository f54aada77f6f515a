"""Boundaries read from GeoJSON: what a map draws, in degrees."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from explainer.data.models import MapDescriptor
from explainer.errors import Place, Problem, UnknownId

#: Longitude and latitude in degrees.
Point = tuple[float, float]
Ring = tuple[Point, ...]

REMEDY = "export it again as a GeoJSON FeatureCollection of polygons"


@dataclass(frozen=True)
class Feature:
    """An area: its key, its properties, and its rings (outer ones and holes alike, each closed)."""

    key: str
    properties: Mapping[str, str]
    rings: tuple[Ring, ...]


@dataclass(frozen=True)
class Boundaries:
    """A map's areas with its descriptor."""

    id: str
    descriptor: MapDescriptor
    features: tuple[Feature, ...]

    def feature(self, key: str) -> Feature:
        """The area with this key. Raises `UnknownId`."""
        for feature in self.features:
            if feature.key == key:
                return feature
        raise UnknownId(f"area of {self.id}", key, (feature.key for feature in self.features))


def read_map(
    map_id: str, descriptor: MapDescriptor, text: str, file: str, problems: list[Problem]
) -> Boundaries | None:
    """The map, or None; what is wrong is added to `problems`."""
    try:
        features = tuple(_feature(each, descriptor.key) for each in json.loads(text)["features"])
    except (ValueError, TypeError, KeyError, IndexError, RecursionError) as error:
        reason = str(error) if isinstance(error, _UnusableFeature) else "this is no map that can be read"
        problems.append(Problem(Place(file), f"{reason} – {REMEDY}"))
        return None
    repeated = sorted({each.key for each in features if [other.key for other in features].count(each.key) > 1})
    if repeated:
        message = f'the areas "{", ".join(repeated)}" stand there twice – join or rename them'
        problems.append(Problem(Place(file), message))
        return None
    return Boundaries(map_id, descriptor, features)


class _UnusableFeature(ValueError):
    """An area that cannot be drawn."""


def _feature(plain: dict[str, Any], key: str) -> Feature:
    properties = {name: str(value) for name, value in plain["properties"].items()}
    if key not in properties:
        raise _UnusableFeature(f'an area lacks the property "{key}" that identifies it')
    geometry = plain["geometry"]
    polygons = {"Polygon": [geometry["coordinates"]], "MultiPolygon": geometry["coordinates"]}.get(geometry["type"])
    if not polygons:
        raise _UnusableFeature(f'the area "{properties[key]}" is no polygon')
    rings = tuple(_ring(ring, properties[key]) for polygon in polygons for ring in polygon)
    return Feature(properties[key], properties, rings)


def _ring(points: list[list[float]], name: str) -> Ring:
    ring = tuple((float(point[0]), float(point[1])) for point in points)
    if len(ring) < 4 or ring[0] != ring[-1]:
        raise _UnusableFeature(f'the area "{name}" has an outline that is not closed')
    if any(not (-180 <= x <= 180 and -90 <= y <= 90) for x, y in ring):
        raise _UnusableFeature(f'the area "{name}" lies outside the globe')
    return ring
