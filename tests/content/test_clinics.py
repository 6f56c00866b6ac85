"""The three placeholder clinics, cell by cell."""

import pytest

# The comparison of the brief, row by row: clinic A, B, C (facts S83-S89).
COMPARISON = {
    "focus_summary": (
        "Natural hairlines and density",
        "Scar camouflage and comprehensive SMP",
        "Bespoke artistic designs",
    ),
    "target_clients": (
        "General thinning, hairline restoration",
        "Post-transplant scars, significant loss",
        "Women's thinning, soft hairlines",
    ),
    "artistic_style": (
        "Hyper-realistic, seamless",
        "Clinical precision, strong coverage",
        "Subtle, elegant, customised",
    ),
    "technology": (
        "Advanced digital machines",
        "Latest pigments, multi-needle rigs",
        "High-precision micro-needles",
    ),
    "service_grade": ("excellent", "strong", "good"),
    "service_note": ("Coordinators, virtual", "Medical integration", "Private, personalised"),
    "tier": ("mid-high", "mid-high", "high"),
    "differentiator": (
        "Natural hairline creation",
        "Scar and corrective work",
        "Artistic finesse and luxury",
    ),
}


@pytest.fixture(scope="session")
def clinics(content):
    return content["clinics"]


def of_each(clinics, column):
    return tuple(clinic[column] for clinic in clinics)


def test_clinics_are_the_three_placeholders_with_korean_names(clinics):
    """Facts S68, S73, S77 and S246."""
    assert of_each(clinics, "slug") == (
        "seoul-hair-density-center",
        "elite-smp-korea",
        "apgujeong-scalp-artistry",
    )
    assert of_each(clinics, "name") == (
        "Seoul Hair Density Center",
        "Elite SMP Korea",
        "Apgujeong Scalp Artistry",
    )
    assert of_each(clinics, "name_ko") == (
        "서울 헤어 덴시티 센터",
        "엘리트 SMP 코리아",
        "압구정 스캘프 아티스트리",
    )
    assert of_each(clinics, "district") == ("gangnam", "gangnam", "apgujeong-rodeo")


def test_clinics_are_published_examples_and_say_so(clinics):
    """Fact S67."""
    assert of_each(clinics, "is_example") == (True, True, True)
    assert of_each(clinics, "status") == ("published", "published", "published")
    for clinic in clinics:
        assert clinic["description"].startswith("This clinic is an example and not a real business.")


@pytest.mark.parametrize("column", COMPARISON)
def test_cells_of_the_comparison_are_those_of_the_brief(clinics, column):
    assert of_each(clinics, column) == COMPARISON[column]


def test_price_tiers_are_estimates(clinics):
    """Fact S91."""
    assert of_each(clinics, "tier_estimated") == (True, True, True)


def test_clinics_are_found_under_what_the_brief_says_of_them(clinics):
    """Facts S69-S80, S83 and S84."""
    assert of_each(clinics, "focuses") == (
        ["density", "natural-hairlines"],
        ["corrective-work", "scar-camouflage", "whole-scalp"],
        ["bespoke-design", "density"],
    )
    assert of_each(clinics, "concerns") == (
        ["general-thinning", "receding-hairline"],
        ["earlier-poor-work", "injury-scars", "significant-hair-loss", "transplant-scars"],
        ["womens-diffuse-thinning"],
    )
    assert of_each(clinics, "treatments") == (
        ["hairline-restoration", "mid-scalp-density"],
        ["corrective", "full-scalp", "scar-camouflage"],
        ["hairline-restoration", "mid-scalp-density"],
    )
    assert of_each(clinics, "services") == (
        ["aftercare-support", "coordinator", "virtual-consultation"],
        [],
        [],
    )
    assert of_each(clinics, "languages") == (["english"], [], [])


@pytest.mark.parametrize(
    ("column", "stated"),
    [
        ("expertise", (True, True, True)),
        ("experience", (True, False, True)),
        ("access", (True, True, True)),
    ],
)
def test_prose_is_there_where_the_brief_has_something_to_say(clinics, column, stated):
    """Facts S70-S82."""
    assert tuple(bool(clinic[column]) for clinic in clinics) == stated


def test_nothing_is_invented_that_the_brief_does_not_give(clinics):
    """Fact S265: no address, point, phone, website or hours, and no prices of their own."""
    given = set(clinics[0])

    assert not given & {
        *("address", "address_ko", "latitude", "longitude", "phone", "website", "opening_hours"),
        *("legal_basis", "legal_number", "verified_on", "review_places", "payment_methods"),
    }
