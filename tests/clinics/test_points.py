import csv
import sys
from pathlib import Path

import pytest

from clinics.importing import UnusableMapping
from clinics.importing.mapping.points import PointReader, Projection
from clinics.importing.mapping.sections import PointColumns

LICENCES = Path(__file__).parent / "files" / "seoul_hospital_licences_excerpt.csv"
DEGREES = PointReader(PointColumns(("lat",), ("lon",)), "lat", "lon")
# About a meter: the list rounds its own degrees to six decimals.
A_METER = 0.00001


def point(latitude, longitude, reader=DEGREES):
    return reader.read({"lat": latitude, "lon": longitude})


@pytest.mark.parametrize(
    ("latitude", "longitude", "six_decimals"),
    [
        ("37.5247", "127.0402", ("37.524700", "127.040200")),
        ("37.52470049999", "127.0402005", ("37.524700", "127.040200")),
        ("37,5247", "127,0402", ("37.524700", "127.040200")),
        ("38", "128", ("38.000000", "128.000000")),
    ],
)
def test_degrees_have_six_decimals(latitude, longitude, six_decimals):
    assert point(latitude, longitude) == (*six_decimals, "")


@pytest.mark.parametrize(("latitude", "longitude"), [("", ""), ("0", "0"), ("0.0", "0.000000")])
def test_no_figures_are_no_point_without_a_word(latitude, longitude):
    assert point(latitude, longitude) == ("", "", "")


def test_swapped_degrees_are_swapped_back_with_a_note():
    assert point("127.0402", "37.5247") == (
        "37.524700",
        "127.040200",
        'lat, lon: "127.0402", "37.5247" has its latitude and longitude swapped; swapped back',
    )


@pytest.mark.parametrize(
    ("latitude", "longitude"), [("35.6895", "139.6917"), ("47.4979", "19.0402"), ("-37.5", "127.0")]
)
def test_point_outside_korea_is_none_and_its_figures_are_noted(latitude, longitude):
    assert point(latitude, longitude) == (
        "",
        "",
        f'lat, lon: "{latitude}", "{longitude}" lies outside of latitude 33 to 38.7'
        " and longitude 124.5 to 132; left without a point",
    )


@pytest.mark.parametrize(
    ("latitude", "longitude"), [("37.5", ""), ("", "127.0"), ("#N/A", "127.0"), ("37°30'", "127°02'")]
)
def test_half_a_point_and_what_is_no_number_are_none_with_a_note(latitude, longitude):
    *nowhere, note = point(latitude, longitude)

    assert nowhere == ["", ""]
    assert note == f'lat, lon: "{latitude}", "{longitude}" is no point; left without one'


def test_list_of_another_country_names_its_own_bounds():
    hungary = PointColumns(("lat",), ("lon",), bounds=(45.7, 16.1, 48.6, 22.9))

    reader = PointReader(hungary, "lat", "lon")

    assert point("47.4979", "19.0402", reader) == ("47.497900", "19.040200", "")
    assert point("19.0402", "47.4979", reader)[:2] == ("47.497900", "19.040200")
    assert point("37.5247", "127.0402", reader)[:2] == ("", "")


# Projected points


def test_projected_points_of_the_licence_register_agree_with_its_degrees():
    columns = PointColumns(("y",), ("x",), system="EPSG:5174")
    reader = PointReader(columns, "좌표정보(Y)", "좌표정보(X)")
    with LICENCES.open(encoding="utf-8", newline="") as file:
        rows = [{name: cell.strip() for name, cell in row.items()} for row in csv.DictReader(file)]

    read = [(row, reader.read(row)) for row in rows]

    with_point = [(row, found) for row, found in read if row["derived_lat"]]
    assert len(with_point) > 20
    for row, (latitude, longitude, note) in with_point:
        assert abs(float(latitude) - float(row["derived_lat"])) < A_METER
        assert abs(float(longitude) - float(row["derived_lon"])) < A_METER
        assert note == ""
    assert {found for row, found in read if not row["derived_lat"]} == {("", "", "")}


@pytest.mark.parametrize(("x", "y"), [("1", "1"), ("900000000000", "900000000000")])
def test_projected_point_elsewhere_is_none_and_its_figures_are_noted(x, y):
    reader = PointReader(PointColumns(("lat",), ("lon",), system="EPSG:5186"), "lat", "lon")

    latitude, longitude, note = point(y, x, reader)

    assert (latitude, longitude) == ("", "")
    assert f'"{y}", "{x}" lies outside' in note


def test_system_that_does_not_exist_is_named():
    with pytest.raises(UnusableMapping, match='There is no system of co-ordinates "EPSG:999999"'):
        Projection("EPSG:999999")


def test_missing_pyproj_is_a_sentence_that_says_how_to_install_it(monkeypatch):
    # What Python does where a package is not installed.
    monkeypatch.setitem(sys.modules, "pyproj", None)

    with pytest.raises(UnusableMapping) as caught:
        Projection("EPSG:5174")

    assert str(caught.value) == (
        'Points in EPSG:5174 need pyproj, the extra "projected", which is not installed; install it with:'
        " .venv/bin/python -m pip install 'pyproj>=3.7'."
    )
