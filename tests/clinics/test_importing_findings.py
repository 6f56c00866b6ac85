from datetime import date

import pytest

from clinics.importing import UnreadableTable
from clinics.models import Finding
from tests import factories
from tests.clinics.tables import counts, load_findings, make_whole_clinic, reasons

pytestmark = pytest.mark.django_db


@pytest.fixture
def clinic():
    factories.make_criterion(slug="hygiene")
    return factories.make_clinic(slug="a")


def test_new_finding_says_what_its_row_says(clinic):
    outcome = load_findings(
        "clinic,criterion,answer,evidence,source,checked_on,expires_on\n"
        'a,hygiene,yes,"Seen, on\nsite",Visit,2026-01-01,2027-01-01\n'
    )

    finding = clinic.findings.get()
    assert counts(outcome) == (1, 0, 0, 0)
    assert (finding.answer, finding.evidence, finding.source) == ("yes", "Seen, on\nsite", "Visit")
    assert (finding.checked_on, finding.expires_on) == (date(2026, 1, 1), date(2027, 1, 1))
    clinic.refresh_from_db()
    assert clinic.version == 2


def test_empty_or_missing_answer_is_unknown(clinic):
    load_findings("clinic,criterion\na,hygiene\n")
    assert clinic.findings.get().answer == "unknown"

    clinic.findings.update(answer="yes")
    load_findings("clinic,criterion,answer\na,hygiene,\n")
    assert clinic.findings.get().answer == "unknown"


def test_left_out_columns_stay():
    clinic = make_whole_clinic()

    outcome = load_findings("clinic,criterion,answer\nwhole,criterion-b,yes\nwhole,criterion-a,unknown\n")

    finding = clinic.findings.get(criterion__slug="criterion-b")
    assert counts(outcome) == (0, 1, 1, 0)
    assert (finding.answer, finding.evidence, finding.expires_on) == ("yes", "Seen", date(2027, 1, 1))


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("b,hygiene,yes,,", 'clinic: "b" is no clinic'),
        ("a,smile,yes,,", 'criterion: "smile" is no criterion; known: hygiene'),
        ("a,hygiene,perhaps,,", 'answer: "perhaps" is no answer; known: yes, no, unknown'),
        (
            "a,hygiene,yes,2026-02-01,2026-01-01",
            'checked_on: "2026-02-01": A finding cannot expire before it was checked.',
        ),
    ],
)
def test_bad_finding_is_rejected_with_its_reason(clinic, row, reason):
    outcome = load_findings(f"clinic,criterion,answer,checked_on,expires_on\n{row}\n")

    assert reasons(outcome) == [f"row 2, {reason}"]
    assert not Finding.objects.exists()


def test_second_finding_for_one_criterion_is_rejected(clinic):
    outcome = load_findings("clinic,criterion,answer\na,hygiene,yes\na,hygiene,no\n")

    assert reasons(outcome) == ['row 3, clinic: "a hygiene" stands in row 2 already']


def test_columns_of_the_identity_are_needed():
    with pytest.raises(UnreadableTable, match="The file lacks columns that every row needs: criterion"):
        load_findings("clinic,answer\n")
