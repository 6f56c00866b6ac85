"""What an index holds of a clinic as bytes comes out as it was put in."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from clinics.index.records import CourseRow, Record, Shown, pack, pack_course, unpack
from clinics.index.rows import ClinicRow

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
WHOLE = st.integers(0, 2**63 - 1)
COURSES = st.builds(
    CourseRow,
    treatment=WHOLE,
    low=WHOLE,
    high=st.none() | WHOLE,
    open_ended=st.booleans(),
    estimated=st.booleans(),
    currency=st.text("ABCKRW", min_size=3, max_size=3),
    year=st.integers(1900, 2200),
    basis=st.sampled_from(["session", "package"]),
    fewest=WHOLE,
    most=WHOLE,
)


def clinic_row(record):
    known = {**record.shown._asdict(), "district": record.district, "tier": record.tier}
    return ClinicRow(**known, **dict.fromkeys(set(ClinicRow._fields) - set(known)))


@given(
    st.builds(
        Record,
        shown=st.builds(
            Shown,
            pk=WHOLE,
            slug=TEXTS,
            name=TEXTS,
            name_ko=TEXTS,
            is_example=st.booleans(),
            tier_estimated=st.booleans(),
            verified_on=st.none() | st.dates(),
        ),
        district=WHOLE,
        tier=st.none() | WHOLE,
        courses=st.lists(COURSES, max_size=4),
    )
)
def test_record_comes_out_as_it_was_packed(record):
    packed = pack(clinic_row(record)) + b"".join(map(pack_course, record.courses))

    assert unpack(record.shown.pk, packed) == record


def test_record_takes_a_hundred_bytes_or_two():
    course = CourseRow(3, 1_534, 2_301, False, True, "KRW", 2025, "session", 2, 3)
    shown = Shown(
        1,
        "gangnam-crown-studio",
        "Gangnam Crown Studio",
        "강남 크라운 스튜디오",
        False,
        True,
        date(2026, 11, 3),
    )
    record = Record(shown, 12, 3, [])

    assert len(pack(clinic_row(record)) + 2 * pack_course(course)) < 200
