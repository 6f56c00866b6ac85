"""The command that checks guides against the records."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Article
from tests.articles.texts import FRONT_MATTER, save_text
from tests.config.content_loading import load
from tests.factories import (
    make_clinic,
    make_district,
    make_emergency_contact,
    make_market_price,
    make_procedure,
    make_treatment,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def check(*files):
    """Return the lines of the command, and the sentence that it fails with or None."""
    output = StringIO()
    try:
        call_command("check_guides", *map(str, files), stdout=output)
    except CommandError as error:
        return output.getvalue().splitlines(), str(error)
    return output.getvalue().splitlines(), None


@pytest.fixture
def crown():
    crown = make_treatment(slug="crown", name="Crown", procedure=make_procedure(slug="smp"), sessions=(2, 3))
    make_market_price("Crown", 2000, 3500, treatments=[crown])
    return crown


def test_guide_that_agrees_with_the_records_passes(crown):
    save_text("A crown costs {price}`crown package`. See [clinics](/clinics/).")

    lines, failure = check()

    assert failure is None
    assert lines == ["Articles checked: 1. Contradictions: 0, unknown: 0, dead links: 0, typed by hand: 0."]


def test_contradiction_is_named_with_its_line_and_fails(crown):
    save_text("One.\n\nA crown costs $1,000–$2,000.")

    lines, failure = check()

    assert lines == [
        "guide:8: contradiction: “$1,000–$2,000” for Crown: the records say $2,000–$3,500"
        " (Crown, whole course)."
    ]
    assert failure == "Articles checked: 1. Contradictions: 1, unknown: 0, dead links: 0, typed by hand: 0."


def test_front_matter_is_checked_by_the_line_of_its_key(crown):
    save_text("One.", more="summary: Crown for $1–$2\ntakeaways:\n  - Call 911 in an emergency")

    lines, failure = check()

    assert lines == [
        "guide:5: contradiction: “$1–$2” for Crown: the records say $2,000–$3,500 (Crown, whole course).",
        "guide:6: contradiction: There is no record of the emergency number 911.",
    ]
    assert failure


def test_clinic_in_another_district_is_a_contradiction():
    gangnam = make_district(slug="gangnam", name="Gangnam")
    make_district(slug="mapo", name="Mapo")
    make_clinic(name="Elite SMP Korea", district=gangnam)
    save_text("Elite SMP Korea is a clinic in Mapo. Elite SMP Korea, in Gangnam, is one too.")

    assert check()[0] == ["guide:6: contradiction: Elite SMP Korea does not lie in Mapo by the records."]


def test_figure_typed_by_hand_is_listed_and_does_not_fail(crown):
    save_text("A crown costs $2,000–$3,500 for 2–3 sessions.")

    lines, failure = check()

    assert failure is None
    assert lines[:2] == [
        "guide:6: typed by hand: “$2,000–$3,500” is a record (Crown, whole course):"
        " place {price}`crown package`.",
        "guide:6: typed by hand: “2–3 sessions” is a record (Crown): place {sessions}`crown`.",
    ]


def test_what_nobody_knows_and_links_that_lead_nowhere_fail(crown):
    make_clinic(slug="draft", name="Draft", status="draft")
    text = "{price}`crwn package`\n\n[x](/clinics/draft/) [y](/treatments/crown/) [z](#none)"
    save_text(text, more="clinics: [nobody, draft]\ntreatments: [crown]")

    lines, failure = check()

    assert lines == [
        "guide:1: unknown: clinics: “nobody” is not known.",
        "guide:8: unknown: There is no treatment “crwn”. Did you mean “crown”?",
        "guide:10: dead link: The link to /clinics/draft/ leads nowhere.",
        "guide:10: dead link: There is no anchor #none on /guides/guide/.",
    ]
    assert failure.startswith("Articles checked: 1. Contradictions: 0, unknown: 2, dead links: 2")


def test_changed_record_makes_a_typed_figure_a_contradiction(crown):
    save_text("A crown costs $2,000–$3,500.")
    assert check()[1] is None

    crown.market_prices.update(high=4000)

    assert "Contradictions: 1" in check()[1]


def test_number_of_the_police_is_that_of_its_record():
    make_emergency_contact("119", services="Ambulance, fire")
    make_emergency_contact("112", services="Police")
    save_text("Call 119 for police, fire and ambulance.")

    lines, failure = check()

    assert lines == [
        "guide:6: contradiction: 119 is not for police: its record lists “Ambulance, fire”. That is 112."
    ]
    assert failure


def test_price_of_a_named_clinic_is_its_own(crown):
    make_clinic(name="Elite SMP Korea")
    save_text("Elite SMP Korea asks $100–$200 for a crown.")

    assert check()[1] is None


def test_files_are_checked_before_they_are_imported(crown, tmp_path):
    one, two = tmp_path / "one.md", tmp_path / "two.md"
    one.write_text(
        FRONT_MATTER.format(title="One", slug="one", more="") + "[two](/guides/two/#a)\n\n## B", "utf-8"
    )
    two.write_text(
        FRONT_MATTER.format(title="Two", slug="two", more="") + "[one](/guides/one/#b)\n\n## A", "utf-8"
    )

    assert check(one, two)[1] is None
    lines, _failure = check(one)
    assert lines == [f"{one}:6: dead link: The link to /guides/two/#a leads nowhere."]
    assert not Article.objects.exists()


def test_link_to_a_guide_that_visitors_do_not_see_leads_nowhere():
    save_text("[a](/guides/draft/) [b](/guides/later/) [c](#d)\n\n## D", more="status: published")
    save_text("[a](#b)\n\n## B", slug="draft", more="status: draft")
    save_text("Soon.", slug="later", more="published_on: 2026-12-24")

    lines, _failure = check()

    assert [line.partition(" leads")[0] for line in lines] == [
        "guide:7: dead link: The link to /guides/draft/",
        "guide:7: dead link: The link to /guides/later/",
    ]


def test_page_of_the_site_knows_its_own_address():
    save_text("[here](/about/order/) [there](#top)\n\n## Top", slug="order", more="kind: page")

    assert check()[1] is None


@pytest.mark.parametrize(
    ("text", "reason"),
    [(None, "cannot be read."), (b"\xff\xfe\xff", "cannot be read."), (b"No title.", "has no title")],
)
def test_file_that_cannot_be_read_is_named(tmp_path, text, reason):
    path = tmp_path / "guide.md"
    if text is not None:
        path.write_bytes(text)

    lines, failure = check(path)

    assert lines == []
    assert str(path) in failure
    assert reason in failure


def test_queries_do_not_grow_with_the_words_of_a_guide(crown):
    save_text("A crown.")

    def queries():
        with CaptureQueriesContext(connection) as captured:
            check()
        return len(captured)

    few = queries()
    save_text("A crown of {price}`crown package`. " * 200)

    assert queries() <= few + 10


def test_guides_of_the_site_agree_with_its_records():
    load()

    lines, failure = check()

    assert failure is None, "\n".join(lines)
    assert len(lines) == 1, "\n".join(lines)  # no figure typed by hand
