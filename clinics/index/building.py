"""Making an index of plain rows, a column at a time."""

from array import array
from collections import defaultdict
from itertools import chain

from clinics.index.bits import bitmap_of
from clinics.index.clinic_index import ANY, ClinicIndex
from clinics.index.figures import cut
from clinics.index.records import CourseRow, pack, pack_course
from clinics.index.rows import ClinicRow, ticks
from clinics.index.texts import Texts, TextsMaker

RECORDS_IN_BLOCK = 64


class Column:
    """A figure of some places, as two arrays: a million pairs of objects would take a hundred megabytes."""

    def __init__(self):
        self._places, self._figures = array("I"), array("q")

    def append(self, place, figure):
        self._places.append(place)
        self._figures.append(figure)

    def __iter__(self):
        return zip(self._places, self._figures, strict=True)


def build(rows):
    """Return the ClinicIndex of Rows."""
    index, place_of, records = _index_clinics(rows.clinics())
    for facet, relations in rows.relations.items():
        members = defaultdict(_places)
        for pk, member in relations():
            # A clinic that was made since the clinics were read comes with its own change.
            if pk in place_of:
                members[member].append(place_of[pk])
        index.bitmaps[facet] = _bitmaps(members)
    _add_findings(index, rows.findings(), place_of)
    _add_courses(index, rows.courses(), place_of, records)
    index.records = _texts(records)
    return index


def _index_clinics(clinics):
    pks, keys, names, records = array("q"), TextsMaker(), TextsMaker(), []
    marks = {name: defaultdict(_places) for name in ("status", "district", "tier", "example", "legal basis")}
    figures = {name: Column() for name in ("begins", "ends", "verified on", "review due")}
    for place, row in enumerate(map(ClinicRow._make, clinics)):
        pks.append(row.pk)
        keys.append(key_of(row.sort_name, row.slug))
        names.append(row.names.encode())
        records.append(pack(row))
        marks["status"][row.status].append(place)
        marks["district"][row.district].append(place)
        marks["tier"][row.tier].append(place)
        marks["example"][row.is_example].append(place)
        marks["legal basis"][row.legal_basis].append(place)
        if row.publish_at is not None:
            figures["begins"].append(place, ticks(row.publish_at))
        if row.unpublish_at is not None:
            figures["ends"].append(place, ticks(row.unpublish_at))
        if row.verified_on is not None:
            figures["verified on"].append(place, row.verified_on.toordinal())
        if row.review_due_on is not None:
            figures["review due"].append(place, row.review_due_on.toordinal())
    bitmaps = {"word": {}}
    bitmaps.update((name, _bitmaps(members)) for name, members in marks.items())
    bitmaps.update((name, cut(column, len(pks))) for name, column in figures.items())
    place_of = {pk: place for place, pk in enumerate(pks)}
    return ClinicIndex(pks, keys.made(), names.made(), Texts(), bitmaps), place_of, records


def _add_findings(index, findings, place_of):
    answered, lasting, expiring = defaultdict(_places), defaultdict(_places), defaultdict(Column)
    for pk, criterion, is_yes, expires_on in findings:
        if pk not in place_of:
            continue
        answered[criterion].append(place_of[pk])
        if is_yes and expires_on is None:
            lasting[criterion].append(place_of[pk])
        elif is_yes:
            expiring[criterion].append(place_of[pk], expires_on.toordinal())
    index.bitmaps["answered"] = _bitmaps(answered)
    index.bitmaps["verified"] = _bitmaps(lasting)
    for criterion, days in expiring.items():
        index.bitmaps["expires", criterion] = cut(days, len(index))


def _add_courses(index, courses, place_of, records):
    lows, highs, is_open = defaultdict(Column), defaultdict(Column), defaultdict(_places)
    for pk, *columns in courses:
        if pk not in place_of:
            continue
        place, course = place_of[pk], CourseRow._make(columns)
        records[place] += pack_course(course)
        lows[course.treatment].append(place, course.low)
        if course.open_ended:
            is_open[course.treatment].append(place)
        else:
            highs[course.treatment].append(place, course.high)
    index.bitmaps["open"] = _bitmaps(is_open)
    index.bitmaps["open"][ANY] = index.any_of("open", is_open)
    for name, columns, best in (("low", lows, min), ("high", highs, min), ("top", highs, max)):
        index.bitmaps[name, ANY] = cut(chain.from_iterable(columns.values()), len(index), best=best)
    for name, columns in (("low", lows), ("high", highs)):
        for treatment, column in columns.items():
            index.bitmaps[name, treatment] = cut(column, len(index))


def _texts(records):
    texts = TextsMaker(largest=RECORDS_IN_BLOCK)
    for place, record in enumerate(records):
        texts.append(record)
        records[place] = None  # it would be held twice until the last one is done
    return texts.made()


def _places():
    return array("I")


def _bitmaps(members):
    return {member: bitmap_of(places) for member, places in members.items()}


def key_of(sort_name, slug):
    """Return bytes that stand in the order of (sort_name, slug), whatever a name holds."""
    return sort_name.encode().replace(b"\0", b"\0\1") + b"\0\0" + slug.encode()
