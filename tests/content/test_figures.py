"""Every figure of the starter content, against the facts it was written from."""

import pytest


def columns(rows, *names):
    """Return the values of some columns, row by row."""
    return [tuple(row[name] for name in names) for row in rows]


def one(rows, **values):
    """Return the only row that has these values."""
    (found,) = [row for row in rows if all(row[name] == value for name, value in values.items())]
    return found


def test_guide_prices_per_session_are_those_of_the_table(content):
    """Facts S94-S100, S103 and S104."""
    rows = [row for row in content["market_prices"] if row["basis"] == "session"]

    figures = columns(
        rows, "position", "label", "treatments", "low", "high", "open_ended", "sessions_min", "sessions_max"
    )
    assert figures == [
        (1, "Small area / patch", ["small-area"], 300, 600, False, 1, 2),
        (2, "Hairline restoration", ["hairline-restoration"], 700, 1200, False, 2, 3),
        (3, "Crown / vertex", ["crown"], 800, 1500, False, 2, 3),
        (4, "Mid-scalp density", ["mid-scalp-density"], 1000, 2000, False, 3, 4),
        (5, "Full scalp (shaved look)", ["full-scalp"], 1500, 2500, True, 3, 5),
        (6, "Scar camouflage", ["scar-camouflage"], 400, 900, False, 2, 3),
    ]
    assert {row["state"] for row in rows} == {"priced"}


def test_guide_prices_of_whole_courses_are_those_of_the_table(content):
    """Facts S147-S152 and the links of S156."""
    rows = [row for row in content["market_prices"] if row["basis"] == "package"]

    figures = columns(
        rows, "position", "label", "treatments", "low", "high", "open_ended", "sessions_min", "sessions_max"
    )
    assert figures == [
        (1, "Small scar / patch", ["scar-camouflage", "small-area"], 800, 1800, False, 1, 2),
        (2, "Minor hairline recession", ["hairline-restoration"], 1800, 3000, False, 2, 3),
        (3, "Crown thinning / vertex", ["crown"], 2000, 3500, False, 2, 3),
        (
            4,
            "Significant thinning (mid-scalp and crown)",
            ["crown", "mid-scalp-density"],
            3000,
            4500,
            False,
            3,
            4,
        ),
        (5, "Full scalp (shaved look)", ["full-scalp"], 4000, 6000, True, 3, 5),
        (6, "Corrective SMP", ["corrective"], None, None, False, None, None),
    ]
    assert [row["state"] for row in rows] == ["priced"] * 5 + ["on_assessment"]
    assert all(row["remark"] for row in rows)


def test_every_guide_price_has_its_year_currency_source_and_state_of_tax(content):
    """Facts S100, S101, S247 and S261; a row with figures is an estimate."""
    rows = content["market_prices"]

    assert {(row["currency"], row["year"], row["tax"]) for row in rows} == {("USD", 2026, "unknown")}
    assert all(row["estimated"] == (row["state"] == "priced") for row in rows)
    assert all(row["source"].startswith("Price guide 2026") for row in rows)
    assert {str(row["checked_on"]) for row in rows} == {"2026-01-28"}


def test_treatments_have_the_sessions_and_the_order_of_cost_of_the_brief(content):
    """Facts S94-S99 for the sessions, S131 for the order."""
    rows = content["treatments"]

    assert columns(rows, "slug", "sessions_min", "sessions_max", "cost_rank") == [
        ("small-area", 1, 2, 1),
        ("hairline-restoration", 2, 3, 2),
        ("crown", 2, 3, 3),
        ("mid-scalp-density", 3, 4, 4),
        ("full-scalp", 3, 5, 5),
        ("scar-camouflage", 2, 3, None),
        ("corrective", None, None, None),
    ]


def test_order_of_cost_agrees_with_the_lowest_prices_of_courses(content):
    """Fact S228."""
    ranks = {row["slug"]: row["cost_rank"] for row in content["treatments"] if row["cost_rank"]}
    packages = [row for row in content["market_prices"] if row["basis"] == "package" and row["low"]]
    by_price = [
        max(ranks.get(treatment, 0) for treatment in row["treatments"])
        for row in sorted(packages, key=lambda row: row["low"])
    ]

    assert by_price == [1, 2, 3, 4, 5]


@pytest.mark.parametrize("word", ["vertex", "정수리"])
def test_crown_is_found_by_its_other_names(content, word):
    assert word in one(content["treatments"], slug="crown")["synonyms"]


def test_procedure_has_the_figures_of_the_brief(content):
    """Facts S113, S115, S116, S125, S128, S142 and S143."""
    (procedure,) = content["procedures"]

    pairs = {
        name.removesuffix("_min"): (procedure[name], procedure[name.replace("_min", "_max")])
        for name in procedure
        if name.endswith("_min")
    }
    assert pairs == {
        "sessions": (2, 4),
        "session_hours": (2, 4),
        "days_between": (10, 14),
        "healing_days": (7, 10),
        "touch_up_years": (3, 5),
        "percent_below_home": (20, 50),
    }
    assert procedure["home_regions"] == ["North America", "Europe", "Australia"]
    assert (procedure["slug"], procedure["name"], procedure["abbreviation"]) == (
        "smp",
        "Scalp Micropigmentation",
        "SMP",
    )


def test_comparison_with_prices_at_home_stays_a_claim(content):
    """Fact S263: no source was given."""
    assert content["procedures"][0]["home_price_source"] == ""


def test_procedure_says_permanent_together_with_the_touch_up(content):
    """Fact S255."""
    (paragraph,) = [
        text for text in content["procedures"][0]["description"].split("\n\n") if "permanent" in text
    ]

    assert "fades" in paragraph
    assert "3 to 5 years" in paragraph


def test_procedure_names_no_layer_of_skin_as_a_fact(content):
    """Fact S258."""
    (paragraph,) = [
        text for text in content["procedures"][0]["description"].split("\n\n") if "epidermis" in text
    ]

    assert "upper dermis" in paragraph
    assert "No medical reviewer has checked" in paragraph


def test_process_has_five_steps_in_order(content):
    assert columns(content["process_steps"], "position", "title") == [
        (1, "Consultation and design"),
        (2, "First session"),
        (3, "Further sessions"),
        (4, "Aftercare and healing"),
        (5, "Touch-up"),
    ]
    assert all(row["text"] and row["details"] for row in content["process_steps"])


@pytest.mark.parametrize(
    ("position", "figure"),
    [
        (2, "from 2 to 4 hours"),
        (3, "2 to 4 sessions"),
        (3, "10 to 14 days apart"),
        (4, "7 to 10 days"),
        (4, "day 4 or 5"),
        (4, "few weeks"),
        (5, "3 to 5 years"),
    ],
)
def test_process_steps_name_the_figures_of_the_brief(content, position, figure):
    """Facts S113, S115, S116, S121, S125, S126 and S128."""
    step = one(content["process_steps"], position=position)

    assert figure in " ".join([step["text"], *step["details"]])


def test_care_rules_count_their_days_from_the_session(content):
    """Facts S121-S124 and S177-S180."""
    assert columns(content["care_rules"], "phase", "first_day", "last_day_earliest", "last_day") == [
        ("before", None, None, None),
        ("after", 0, 4, 5),
        ("after", 0, 4, 5),
        ("after", 0, 4, 5),
        ("after", 0, 4, 5),
        ("after", 6, None, None),
        ("after", 6, None, None),
        ("after", None, None, None),
        ("after", 0, None, None),
        ("after", 0, None, None),
    ]


@pytest.mark.parametrize(
    ("position", "words"),
    [
        (1, ["blood thinners", "alcohol", "caffeine"]),
        (2, ["wash", "wet", "swimming"]),
        (3, ["direct sun"]),
        (4, ["sweating"]),
        (5, ["rub"]),
        (6, ["mild soap", "without perfume"]),
        (7, ["SPF 30"]),
        (8, ["dry", "flaky"]),
        (9, ["loose hat"]),
        (10, ["quiet days", "without sun"]),
    ],
)
def test_care_rules_say_what_to_do(content, position, words):
    text = one(content["care_rules"], position=position)["text"]

    assert [word for word in words if word not in text] == []


def test_risks_have_the_frequency_of_the_brief(content):
    """Facts S190-S193."""
    assert columns(content["risks"], "position", "name", "frequency") == [
        (1, "Redness and swelling", "common"),
        (2, "Infection", "rare"),
        (3, "Allergic reaction", "very rare"),
        (4, "Change of color", "very uncommon"),
    ]


def test_cost_factors_stand_in_the_order_of_the_brief(content):
    """Facts S130-S136."""
    assert columns(content["cost_factors"], "position", "name") == [
        (1, "Size of the area"),
        (2, "Number of sessions"),
        (3, "Reputation and experience"),
        (4, "Technology and pigment"),
        (5, "What is included"),
    ]


def test_inclusions_are_those_of_the_brief(content):
    """Facts S137-S141."""
    assert [row["slug"] for row in content["inclusions"]] == [
        "first-consultation",
        "all-sessions",
        "aftercare-products",
        "follow-up",
        "international-support",
    ]


def test_tiers_form_an_ordered_scale_with_meanings(content):
    """Fact S257."""
    assert columns(content["tiers"], "rank", "slug", "name") == [
        (1, "competitive", "Competitive"),
        (2, "mid", "Mid"),
        (3, "mid-high", "Mid-High"),
        (4, "high", "High"),
    ]
    assert all(row["meaning"] for row in content["tiers"])


def test_the_only_currency_is_the_us_dollar(content):
    """Fact S100."""
    assert columns(content["currencies"], "code", "units_per_usd") == [("USD", "1.000000")]


def test_factors_and_criteria_are_those_of_the_brief(content):
    """Facts S26-S51."""
    criteria = {}
    for row in content["criteria"]:
        criteria.setdefault(row["factor"], []).append((row["position"], row["slug"]))

    assert columns(content["factors"], "position", "slug") == list(enumerate(criteria, start=1))
    assert criteria == {
        "accreditation": [(1, "smp-training"), (2, "medical-oversight"), (3, "smp-experience")],
        "portfolio": [(1, "case-gallery"), (2, "case-range"), (3, "custom-design")],
        "technology": [(1, "modern-machine"), (2, "safe-pigment")],
        "hygiene": [(1, "sterile-equipment"), (2, "clean-room"), (3, "license")],
        "consultation": [(1, "assessment"), (2, "personal-plan"), (3, "clear-answers")],
        "testimonials": [(1, "international-reviews"), (2, "long-term-reviews")],
        "english-services": [(1, "english-coordinator"), (2, "medical-translation")],
    }


@pytest.mark.parametrize("name", ["factors", "criteria"])
def test_every_factor_and_criterion_has_its_question_in_english_and_in_polite_korean(content, name):
    for row in content[name]:
        assert row["question"].endswith("?")
        assert row["question_ko"].endswith("요?")  # the polite ending
        assert any("가" <= letter <= "힣" for letter in row["question_ko"])


def test_disclaimer_is_dated_and_says_what_it_must(content):
    """Facts S197-S200."""
    (disclaimer,) = content["disclaimers"]

    assert str(disclaimer["valid_from"]) == "2026-01-28"
    for words in (
        "general information",
        "not medical advice",
        "certified practitioner",
        "risks",
        "results differ",
        "no liability",
    ):
        assert words in disclaimer["text"]


def test_emergency_contacts_wait_for_an_official_page(content):
    """Facts S201, S202 and S262."""
    rows = content["emergency_contacts"]

    assert columns(rows, "number", "services") == [
        ("119", "Ambulance, fire"),
        ("112", "Police"),
        ("1339", "Health information"),
        ("1330", "Help for travelers"),
    ]
    assert {row["checked_on"] for row in rows} == {None}
    assert all(row["source"] for row in rows)
    assert columns([one(rows, number="1339")], "hours", "languages") == [("24 hours, every day", "English")]
    assert "police" in one(rows, number="119")["note"]
