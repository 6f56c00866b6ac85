"""Points on the map as other people's lists give them: missing, swapped, far away, or projected."""

import math
import re
from decimal import Decimal

from django.utils.translation import gettext as _

from pricing.tables.cells import quoted

from .entries import UnusableMapping

NOWHERE = ("", "")
DECIMALS = Decimal("0.000001")  # of a degree: about a hand's breadth
NUMBER = re.compile(r"[+-]?\d{1,12}(?:[.,]\d{1,30})?")


class PointReader:
    """Reads the point of each row of a list; `north` and `east` are the columns as the file names them."""

    def __init__(self, columns, north, east):
        self.north, self.east = north, east
        self.bounds = columns.bounds
        self.system = columns.system
        self.projection = Projection(columns.system) if columns.system else None

    def read(self, cells):
        """Return (latitude, longitude, note): degrees with six decimals, or two empty texts.

        The note says what was done, if anything had to be. Two empty cells or noughts are no point.
        """
        north, east = cells.get(self.north, ""), cells.get(self.east, "")
        numbers = [figure_of(cell) for cell in (north, east)]
        if not (north or east) or numbers == [0, 0]:
            return *NOWHERE, ""
        if None in numbers:
            return *NOWHERE, self.note(north, east, _("is no point; left without one"))
        if self.projection:
            numbers = self.projection.degrees(*numbers)
        if self.is_inside(*numbers):
            return *map(written, numbers), ""
        if not self.projection and self.is_inside(*reversed(numbers)):
            note = self.note(north, east, _("has its latitude and longitude swapped; swapped back"))
            return *map(written, reversed(numbers)), note
        south, west, north_end, east_end = self.bounds
        sentence = _(
            "lies outside of latitude %(south)g to %(north)g and longitude %(west)g to %(east)g;"
            " left without a point"
        ) % {"south": south, "north": north_end, "west": west, "east": east_end}
        return *NOWHERE, self.note(north, east, sentence)

    def is_inside(self, latitude, longitude):
        """Tell whether degrees lie within the bounds; what cannot be projected is infinite, so outside."""
        south, west, north, east = self.bounds
        return south <= latitude <= north and west <= longitude <= east

    def note(self, north, east, sentence):
        """Return a note that names the columns and figures of a point."""
        figures = f"{quoted(north)}, {quoted(east)}"
        return f"{self.north}, {self.east}: {figures} {sentence}"


def figure_of(cell):
    """Return the number in a cell, with a decimal point or comma, or None."""
    return Decimal(cell.replace(",", ".")) if NUMBER.fullmatch(cell) else None


def written(degrees):
    """Return degrees as a text with six decimals."""
    return str(Decimal(degrees).quantize(DECIMALS) + 0)


class Projection:
    """A system of co-ordinates other than degrees, named as in EPSG:5174; raises UnusableMapping."""

    def __init__(self, system):
        try:
            # An optional extra: only lists with projected points need it.
            from pyproj import Transformer
            from pyproj.exceptions import CRSError
        except ImportError as error:
            raise UnusableMapping(
                _(
                    'Points in %(system)s need pyproj, the extra "projected", which is not installed; install'
                    " it with: .venv/bin/python -m pip install 'pyproj>=3.7'."
                )
                % {"system": system}
            ) from error
        try:
            self._transformer = Transformer.from_crs(system, "EPSG:4326", always_xy=True)
        except CRSError as error:
            raise UnusableMapping(
                _("There is no system of co-ordinates %(system)s; EPSG:5174 is one.")
                % {"system": quoted(system)}
            ) from error

    def degrees(self, north, east):
        """Return (latitude, longitude) in degrees of WGS 84, both infinite where there is no such point."""
        longitude, latitude = self._transformer.transform(float(east), float(north))
        if not (math.isfinite(latitude) and math.isfinite(longitude)):
            return math.inf, math.inf
        return latitude, longitude
