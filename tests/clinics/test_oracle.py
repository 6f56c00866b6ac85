"""The oracle on examples worked out by hand, so that what the site is compared with is itself right."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from tests.clinics import oracle

AT = datetime(2026, 3, 10, 16, 30, tzinfo=UTC)  # 11 March in Seoul

# The price guide's packages of 2026 (facts S147 to S152), each row as a clinic of its own.
PACKAGES = {
    "small-scar": {"low": 800, "high": 1800},
    "minor-hairline": {"low": 1800, "high": 3000},
    "crown": {"low": 2000, "high": 3500},
    "significant-thinning": {"low": 3000, "high": 4500},
    "full-scalp": {"low": 4000, "high": 6000, "open_ended": True},
    "corrective": {"state": "on_assessment"},
}
# The prices per session of 2026 (facts S94 to S99).
SESSIONS = {
    "small-patch": {"low": 300, "high": 600},
    "hairline": {"low": 700, "high": 1200},
    "crown": {"low": 800, "high": 1500},
    "mid-scalp": {"low": 1000, "high": 2000},
    "full-scalp": {"low": 1500, "high": 2500, "open_ended": True},
    "scar": {"low": 400, "high": 900},
}


def a_catalogue(*clinics, **vocabularies):
    """Return a catalogue of clinics in Seoul; vocabularies that are not given are small or empty."""
    return {
        "currencies": {"USD": {"units_per_usd": Decimal(1)}},
        "procedures": {"smp": {"sessions": (2, 4)}},
        "tiers": ["competitive", "mid", "mid-high", "high"],
        "treatments": {
            slug: {"name": slug, "synonyms": [], "procedure": "smp", "sessions": None}
            for slug in ("crown", "scar")
        },
        "districts": {
            "seoul": {"name": "Seoul", "name_ko": "서울", "spellings": [], "parent": None},
            "gangnam": {
                "name": "Gangnam-gu",
                "name_ko": "강남구",
                "spellings": ["Kangnam"],
                "parent": "seoul",
            },
            "apgujeong-rodeo": {
                "name": "Apgujeong Rodeo",
                "name_ko": "",
                "spellings": [],
                "parent": "gangnam",
            },
            "jung": {"name": "Jung-gu", "name_ko": "중구", "spellings": [], "parent": "seoul"},
        },
        "focuses": {"scars": {"name": "Scar camouflage"}, "density": {"name": "Density"}},
        "concerns": {},
        "languages": {},
        "services": {},
        "criteria": {"licence": {"name": "Licence"}, "hygiene": {"name": "Hygiene"}},
        "clinics": list(clinics),
        **vocabularies,
    }


def a_clinic(slug, **fields):
    return {"slug": slug, "name": slug, "district": "seoul", **fields}


def a_price(treatment="crown", basis="package", **fields):
    return {"treatment": treatment, "basis": basis, **fields}


def each_row_a_clinic(rows, basis, **fields):
    """Return a catalogue in which every row of a price table is the only price of one clinic."""
    treatments = {slug: {"name": slug, "synonyms": [], "procedure": "smp", "sessions": None} for slug in rows}
    clinics = [a_clinic(slug, prices=[a_price(slug, basis, **row, **fields)]) for slug, row in rows.items()]
    return a_catalogue(*clinics, treatments=treatments)


def asked(catalogue, *query):
    return oracle.answer(catalogue, list(query), at=AT)


def found(catalogue, *query):
    return [result["slug"] for result in asked(catalogue, *query)["results"]]


def buckets(catalogue, *query):
    return {result["slug"]: result["bucket"] for result in asked(catalogue, *query)["results"]}


def course(catalogue, *query):
    [result] = asked(catalogue, *query)["results"]
    return result["course"] and (
        result["course"]["low_usd"],
        result["course"]["high_usd"],
        result["course"]["open_ended"],
        result["course"]["treatment"],
    )


@pytest.fixture
def brief():
    """Return the three placeholder clinics of the brief (facts S68 to S88)."""
    return a_catalogue(
        a_clinic(
            "a", name="Seoul Hair Density Center", district="gangnam", tier="mid-high", focuses=["density"]
        ),
        a_clinic("b", name="Elite SMP Korea", district="gangnam", tier="mid-high", focuses=["scars"]),
        a_clinic("c", name="Apgujeong Scalp Artistry", district="apgujeong-rodeo", tier="high"),
    )


# Facts of the brief


def test_mid_high_gives_two_clinics_high_one_and_both_three(brief):  # S92
    assert found(brief, ("tier", "mid-high")) == ["b", "a"]
    assert found(brief, ("tier", "high")) == ["c"]
    assert found(brief, ("tier", "mid-high"), ("tier", "high")) == ["c", "b", "a"]


def test_gangnam_holds_its_own_clinics_and_those_of_its_quarter(brief):  # S93
    assert found(brief, ("district", "gangnam")) == ["c", "b", "a"]
    assert found(brief, ("district", "apgujeong-rodeo")) == ["c"]


@pytest.mark.parametrize(
    ("budget", "fits", "may_fit", "over"),
    [
        (
            "1500",
            [],
            ["small-scar"],
            ["minor-hairline", "crown", "significant-thinning", "full-scalp"],
        ),  # S222
        ("3000", ["small-scar", "minor-hairline"], ["crown", "significant-thinning"], ["full-scalp"]),  # S223
        (
            "6000",
            ["small-scar", "minor-hairline", "crown", "significant-thinning"],
            ["full-scalp"],
            [],
        ),  # S224
    ],
)
def test_budget_sorts_the_packages_into_buckets(budget, fits, may_fit, over):
    catalogue = each_row_a_clinic(PACKAGES, "package")

    kept = buckets(catalogue, ("budget", budget), ("unpriced", "include"))

    assert kept == {
        **dict.fromkeys(sorted(fits), "fits"),
        **dict.fromkeys(sorted(may_fit), "may-fit"),
        "corrective": "unpriced",
    }
    assert asked(catalogue, ("budget", budget))["buckets"] == {
        "fits": len(fits),
        "may-fit": len(may_fit),
        "over": len(over),
        "unpriced": 1,
    }


def test_what_starts_by_1200_and_does_not_end_below_1000_overlaps_with_that_range():  # S225
    catalogue = each_row_a_clinic(SESSIONS, "session", sessions=(1, 1))

    starting = buckets(catalogue, ("budget", "1200"))
    ended = [slug for slug, bucket in buckets(catalogue, ("budget", "999")).items() if bucket == "fits"]

    assert sorted(set(starting) - set(ended)) == ["crown", "hairline", "mid-scalp"]


def test_lowest_package_first_and_no_price_last():  # S226
    assert found(each_row_a_clinic(PACKAGES, "package"), ("sort", "price")) == [
        "small-scar",
        "minor-hairline",
        "crown",
        "significant-thinning",
        "full-scalp",
        "corrective",
    ]


def test_highest_package_first_begins_with_the_open_end_and_still_has_no_price_last():  # S227
    assert found(each_row_a_clinic(PACKAGES, "package"), ("sort", "-price")) == [
        "full-scalp",
        "significant-thinning",
        "crown",
        "minor-hairline",
        "small-scar",
        "corrective",
    ]


@pytest.mark.parametrize(
    ("row", "sessions", "expected"),
    [
        ("small-patch", (1, 2), (300, 1200, False)),  # S204
        ("hairline", (2, 3), (1400, 3600, False)),  # S205
        ("crown", (2, 3), (1600, 4500, False)),  # S206
        ("mid-scalp", (3, 4), (3000, 8000, False)),  # S207
        ("full-scalp", (3, 5), (4500, 12500, True)),  # S208
        ("scar", (2, 3), (800, 2700, False)),  # S209
    ],
)
def test_course_is_the_session_price_times_the_sessions(row, sessions, expected):
    catalogue = each_row_a_clinic({row: SESSIONS[row]}, "session")
    catalogue["treatments"][row]["sessions"] = sessions

    assert course(catalogue) == (*expected, row)


# Course prices


def test_sessions_of_the_price_beat_those_of_the_treatment_which_beat_those_of_the_procedure():
    priced = a_price(basis="session", low=100, high=200)
    catalogue = a_catalogue(a_clinic("a", prices=[priced]))

    assert course(catalogue)[:2] == (200, 800)
    catalogue["treatments"]["crown"]["sessions"] = (1, 3)
    assert course(catalogue)[:2] == (100, 600)
    priced["sessions"] = (5, 5)
    assert course(catalogue)[:2] == (500, 1000)


def test_package_beats_sessions_unless_it_is_on_assessment_or_has_no_rate():
    package = a_price(low=1000, high=1000)
    catalogue = a_catalogue(a_clinic("a", prices=[a_price(basis="session", low=100, high=100), package]))
    catalogue["currencies"]["KRW"] = {"units_per_usd": None}

    assert course(catalogue)[:2] == (1000, 1000)
    package["currency"] = "KRW"
    assert course(catalogue)[:2] == (200, 400)
    package |= {"currency": "USD", "state": "on_assessment", "low": None, "high": None}
    assert course(catalogue)[:2] == (200, 400)


def test_foreign_course_is_multiplied_first_and_rounded_once_low_down_and_high_up():
    price = a_price(basis="session", low=1000, high=1000, currency="KRW", sessions=(3, 3))
    catalogue = a_catalogue(a_clinic("a", prices=[price]))
    catalogue["currencies"]["KRW"] = {"units_per_usd": Decimal("1383.25")}

    assert course(catalogue)[:2] == (2, 3)  # 3,000 won are 2.17 dollars
    price |= {"low": 5533, "high": 5533, "sessions": (1, 1)}
    assert course(catalogue)[:2] == (4, 4)  # exactly four dollars


def test_open_end_keeps_its_stated_figure_and_never_fits():
    price = a_price(low=100, high=200, open_ended=True)
    catalogue = a_catalogue(a_clinic("a", prices=[price]))

    assert course(catalogue, ("budget", "900")) == (100, 200, True, "crown")
    assert buckets(catalogue, ("budget", "900")) == {"a": "may-fit"}
    price["high"] = None
    assert course(catalogue) == (100, None, True, "crown")


def test_only_chosen_treatments_count():
    cheap, dear = a_price("crown", low=100, high=100), a_price("scar", low=900, high=900)
    catalogue = a_catalogue(a_clinic("a", prices=[cheap, dear]))

    assert course(catalogue, ("treatment", "scar")) == (900, 900, False, "scar")
    assert found(catalogue, ("budget", "500")) == ["a"]
    assert found(catalogue, ("budget", "500"), ("treatment", "scar")) == []
    assert found(catalogue, ("budget", "500"), ("treatment", "scar"), ("treatment", "crown")) == ["a"]


def test_shown_course_decides_the_bucket():
    reaching, fitting = a_price("crown", low=100, high=2000), a_price("scar", low=500, high=800)
    catalogue = a_catalogue(a_clinic("a", prices=[reaching, fitting]))

    assert course(catalogue) == (100, 2000, False, "crown")
    assert course(catalogue, ("budget", "1000")) == (500, 800, False, "scar")
    assert course(catalogue, ("budget", "799")) == (100, 2000, False, "crown")


def test_equal_lows_show_the_lower_high_then_the_closed_end_then_the_first_slug():
    crown, scar = a_price("crown", low=100, high=300), a_price("scar", low=100, high=200)
    catalogue = a_catalogue(a_clinic("a", prices=[crown, scar]))

    assert course(catalogue)[3] == "scar"
    scar["open_ended"] = True
    assert course(catalogue)[3] == "crown"
    crown |= {"open_ended": True, "high": None}
    assert course(catalogue)[3] == "crown"


def test_clinic_without_a_price_has_no_course_and_is_kept_only_when_asked_for():
    catalogue = a_catalogue(a_clinic("a", treatments=["crown"]))

    assert course(catalogue) is None
    assert found(catalogue, ("budget", "500")) == []
    assert buckets(catalogue, ("budget", "500"), ("unpriced", "include")) == {"a": "unpriced"}


# Filters


def test_two_focuses_widen_and_a_focus_with_a_tier_narrows(brief):
    assert found(brief, ("focus", "density"), ("focus", "scars")) == ["b", "a"]
    assert found(brief, ("focus", "density"), ("tier", "high")) == []


def test_each_verified_criterion_is_a_demand():
    def yes(criterion):
        return {"criterion": criterion, "answer": "yes", "expires_on": None}

    catalogue = a_catalogue(
        a_clinic("one", findings=[yes("licence")]), a_clinic("two", findings=[yes("licence"), yes("hygiene")])
    )

    assert found(catalogue, ("verified", "licence")) == ["one", "two"]
    assert found(catalogue, ("verified", "licence"), ("verified", "hygiene")) == ["two"]
    assert asked(catalogue, ("verified", "licence"))["facets"]["verified"] == {
        "licence": (2, True),
        "hygiene": (1, False),
    }


@pytest.mark.parametrize(
    ("result", "expires_on", "counts"),
    [
        ("yes", None, True),
        ("yes", date(2026, 3, 10), False),
        ("yes", date(2026, 3, 11), True),
        ("no", None, False),
        ("unknown", None, False),
    ],
)
def test_finding_counts_until_its_last_day_in_seoul(result, expires_on, counts):
    finding = {"criterion": "licence", "answer": result, "expires_on": expires_on}
    catalogue = a_catalogue(a_clinic("a", findings=[finding]))

    assert bool(found(catalogue, ("verified", "licence"))) is counts


@pytest.mark.parametrize(
    ("fields", "public"),
    [
        ({"status": "draft"}, False),
        ({"status": "archived"}, False),
        ({"publish_at": AT}, True),
        ({"publish_at": AT.replace(minute=31)}, False),
        ({"unpublish_at": AT}, False),
        ({"unpublish_at": AT.replace(minute=31)}, True),
    ],
)
def test_clinic_is_public_from_its_first_moment_until_its_last(fields, public):
    assert bool(found(a_catalogue(a_clinic("a", **fields)))) is public


@pytest.mark.parametrize(
    ("text", "finds"),
    [
        ("scalp artistry", True),
        ("ARTISTRY apgu", True),
        ("artistry elite", False),
        ("강남", True),
        ("kangnam SEOUL", True),
        ("Ｇａｎｇｎａｍ", True),
        ("seóul", True),
        ("seoul%", False),
        ("apgujeong_rodeo", False),
        ("gangnam-gu", True),
        ("gangnam,", False),
        ("   ", True),
        ("\u0301", True),
    ],
)
def test_search_finds_parts_of_words_in_names_districts_and_their_ancestors(brief, text, finds):
    assert ("c" in found(brief, ("q", text))) is finds


def test_search_finds_focuses_and_treatments_with_their_synonyms():
    catalogue = a_catalogue(a_clinic("a", focuses=["scars"], treatments=["crown"]), a_clinic("b"))
    catalogue["treatments"]["crown"]["synonyms"] = ["Vertex"]

    assert found(catalogue, ("q", "vertex camouflage crown")) == ["a"]


def test_sharp_s_ligatures_and_decomposed_korean_are_folded():
    assert oracle.fold("Straße ﬁne Ｅ\u0301 \u1100\u1161\u11bc") == "strasse fine e 강"


# Order


def test_ties_are_ordered_by_folded_name_then_slug():
    catalogue = a_catalogue(
        a_clinic("z", name="alpha"),
        a_clinic("b", name="Élan"),
        a_clinic("a", name="elan"),
        a_clinic("c", name="나무"),
    )

    assert found(catalogue) == ["z", "a", "b", "c"]


def test_unknown_tier_and_unknown_day_come_last():
    catalogue = a_catalogue(
        a_clinic("a"),
        a_clinic("b", tier="high", verified_on=date(2026, 1, 2)),
        a_clinic("c", tier="mid", verified_on=date(2026, 1, 1)),
    )

    assert found(catalogue, ("sort", "tier")) == ["c", "b", "a"]
    assert found(catalogue, ("sort", "verified")) == ["b", "c", "a"]


def test_buckets_come_before_the_sort():
    catalogue = a_catalogue(
        a_clinic("reaching", prices=[a_price(low=1, high=2000)]),
        a_clinic("fitting", prices=[a_price(low=900, high=900)]),
    )

    assert found(catalogue, ("budget", "1000"), ("sort", "price")) == ["fitting", "reaching"]


# Facets


def test_count_beside_an_option_replaces_what_is_chosen(brief):
    answer = asked(brief, ("tier", "high"), ("focus", "density"), ("page", "1"))

    assert answer["count"] == 0
    assert answer["facets"]["tier"] == {
        "competitive": (0, False),
        "mid": (0, False),
        "mid-high": (1, False),
        "high": (0, True),
    }
    assert answer["facets"]["focus"] == {"scars": (0, False), "density": (0, True)}


def test_districts_without_a_published_clinic_are_left_out_unless_selected(brief):
    every = {"seoul": (3, False), "gangnam": (3, False), "apgujeong-rodeo": (1, False)}

    assert asked(brief)["facets"]["district"] == every
    assert asked(brief, ("district", "jung"))["facets"]["district"] == {**every, "jung": (0, True)}


def test_treatment_counts_weigh_the_price_of_that_treatment():
    prices = [a_price("crown", low=100, high=100), a_price("scar", low=900, high=900)]
    catalogue = a_catalogue(a_clinic("a", prices=prices))

    assert asked(catalogue, ("budget", "500"))["facets"]["treatment"] == {
        "crown": (1, False),
        "scar": (0, False),
    }


# What a visitor may send


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("1500", 1500),
        ("1,500", 1500),
        ("$1500", 1500),
        ("$1,234,567", 1_234_567),
        ("0", 0),
        ("007", 7),
        ("999999999", 999_999_999),
        ("1000000000", None),
        ("-1", None),
        ("1.5", None),
        ("1,50", None),
        ("1500,", None),
        ("$", None),
        ("１５００", None),
        ("9" * 5000, None),
    ],
)
def test_budget_is_whole_dollars_with_or_without_sign_and_commas(text, amount):
    assert oracle.dollars(text) == amount


def test_unknown_and_malformed_values_are_named_and_do_nothing(brief):
    answer = asked(
        brief,
        ("tier", "99"),
        ("tier", "high"),
        ("tier", "99"),
        ("budget", "much"),
        ("unpriced", "please"),
        ("sort", "cheap"),
        ("page", "one"),
        ("page_size", "101"),
        ("currency", "XXX"),
        ("focus", ""),
        ("utm_source", "letter"),
    )

    assert [result["slug"] for result in answer["results"]] == ["c"]
    assert answer["buckets"] is None
    assert answer["ignored"] == {
        "tier": ["99"],
        "budget": ["much"],
        "sort": ["cheap"],
        "page": ["one"],
        "page_size": ["101"],
        "currency": ["XXX"],
    }


def test_last_value_counts_and_an_empty_one_counts_as_absent(brief):
    assert found(brief, ("q", "elite"), ("q", "artistry"), ("q", "")) == ["c"]


def test_unpriced_is_named_only_beside_a_budget(brief):
    assert asked(brief, ("unpriced", "x"))["ignored"] == {}
    assert asked(brief, ("unpriced", "x"), ("budget", "1"))["ignored"] == {"unpriced": ["x"]}


def test_over_long_input_is_cut_and_what_is_cut_off_is_named(brief):
    fifty = [("focus", f"x{number}") for number in range(50)]

    assert asked(brief, *fifty, ("focus", "density"))["ignored"]["focus"][-1] == "density"
    assert asked(brief, *fifty, ("focus", "density"))["count"] == 3
    assert asked(brief, ("q", "artistry" + " " * 192 + "elite"))["ignored"] == {"q": ["elite"]}
    assert found(brief, ("q", "artistry" + " " * 192 + "elite")) == ["c"]
    assert asked(brief, ("q", "artistry\0"))["ignored"] == {"q": ["artistry\0"]}


@pytest.mark.parametrize(
    ("page", "slugs"), [("1", ["c", "b"]), ("2", ["a"]), ("3", None), ("0", None), ("-1", None)]
)
def test_page_outside_the_first_to_the_last_is_not_found(brief, page, slugs):
    answer = asked(brief, ("page", page), ("page_size", "2"))

    if slugs is None:
        assert answer == oracle.NOT_FOUND
    else:
        assert [result["slug"] for result in answer["results"]] == slugs


def test_empty_result_has_one_page(brief):
    assert asked(brief, ("q", "nowhere"), ("page", "1"))["count"] == 0
    assert asked(brief, ("q", "nowhere"), ("page", "2")) == oracle.NOT_FOUND
