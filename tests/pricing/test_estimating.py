"""What a course costs by the guide, and how a quote stands to that (facts S142, S152, S155, S204-S221)."""

from decimal import Decimal

import pytest

from pricing.coherence import Coherence
from pricing.estimating import Estimate, Standing, standing
from pricing.models import MarketPrice
from pricing.money import Span
from tests.factories import make_currency, make_market_price, make_procedure, make_treatment

pytestmark = pytest.mark.django_db

# The guide of the brief: areas with prices per session and sessions, and packages with what they cover.
SESSIONS = {
    "small-area": (300, 600, 1, 2),
    "hairline": (700, 1200, 2, 3),
    "crown": (800, 1500, 2, 3),
    "mid-scalp": (1000, 2000, 3, 4),
    "full-scalp": (1500, 2500, 3, 5),
    "scar": (400, 900, 2, 3),
}
PACKAGES = {
    "Small scar": (800, 1800, 1, 2, ["small-area", "scar"]),
    "Minor hairline": (1800, 3000, 2, 3, ["hairline"]),
    "Crown": (2000, 3500, 2, 3, ["crown"]),
    "Significant thinning": (3000, 4500, 3, 4, ["crown", "mid-scalp"]),
    "Full scalp": (4000, 6000, 3, 5, ["full-scalp"]),
}


@pytest.fixture
def treatments():
    """The treatments of the brief by slug, with all rows of its guide."""
    procedure = make_procedure(percent_below_home_min=20, percent_below_home_max=50)
    made = {
        slug: make_treatment(slug=slug, sessions=sessions[2:], procedure=procedure)
        for slug, sessions in SESSIONS.items()
    }
    made["corrective"] = make_treatment(slug="corrective", procedure=procedure)
    for place, (slug, (low, high, fewest, most)) in enumerate(SESSIONS.items()):
        make_market_price(
            slug,
            low,
            high,
            basis="session",
            sessions=(fewest, most),
            position=place,
            open_ended=slug == "full-scalp",
            treatments=[made[slug]],
        )
    for place, (label, (low, high, fewest, most, slugs)) in enumerate(PACKAGES.items()):
        make_market_price(
            label,
            low,
            high,
            sessions=(fewest, most),
            position=place,
            open_ended=label == "Full scalp",
            treatments=[made[slug] for slug in slugs],
        )
    make_market_price("Corrective", position=9, treatments=[made["corrective"]])
    return made


def read(treatment, **asked):
    rows = MarketPrice.objects.in_guide_order().select_related("currency").prefetch_related("treatments")
    return Estimate(list(rows), treatment, **asked)


OPEN_SUM = Span(4500, 12_500, open_ended=True)
OPEN_PACKAGE = Span(4000, 6000, open_ended=True)


@pytest.mark.parametrize(
    ("slug", "courses"),
    [
        ("small-area", [Span(300, 1200), Span(800, 1800)]),
        ("hairline", [Span(1400, 3600), Span(1800, 3000)]),
        ("crown", [Span(1600, 4500), Span(2000, 3500), Span(3000, 4500)]),
        ("mid-scalp", [Span(3000, 8000), Span(3000, 4500)]),
        ("full-scalp", [OPEN_SUM, OPEN_PACKAGE]),
        ("scar", [Span(800, 2700), Span(800, 1800)]),
        ("corrective", [None]),
    ],
)
def test_course_of_every_row_is_an_interval(treatments, slug, courses):
    """Facts S204-S209 beside the packages."""
    assert [line.course for line in read(treatments[slug]).lines] == courses


@pytest.mark.parametrize(
    ("slug", "home", "session"),
    [
        ("hairline", Span(2250, 6000), Span(600, 1500)),
        ("full-scalp", Span(5000, 12_000, open_ended=True), Span(800, 2000, open_ended=True)),
    ],
)
def test_main_line_says_the_price_at_home_and_of_one_session(treatments, slug, home, session):
    """Facts S219-S221."""
    main = read(treatments[slug]).main

    assert (main.home, main.session) == (home, session)


@pytest.mark.parametrize(
    ("slug", "kinds"),
    [
        ("small-area", [Coherence.ABOVE_SUM]),
        ("hairline", []),
        ("crown", []),
        ("mid-scalp", [Coherence.SAVES]),
        ("full-scalp", [Coherence.BELOW_SUM]),
        ("scar", []),
        ("corrective", []),
    ],
)
def test_package_and_sum_of_sessions_may_disagree(treatments, slug, kinds):
    """Facts S210-S215."""
    assert [disagreement.kind for disagreement in read(treatments[slug]).disagreements] == kinds


def test_package_for_several_areas_names_the_others(treatments):
    """Facts S156 and S215."""
    lines = {line.row.label: line.others for line in read(treatments["scar"]).lines}

    assert lines == {"scar": (), "Small scar": (treatments["small-area"],)}


def test_nearest_package_is_the_main_line(treatments):
    assert read(treatments["crown"]).main.row.label == "Crown"


def test_package_of_small_patches_does_not_stand_for_scars(treatments):
    """Facts S156, S209, S215 and S252: scars take more sessions."""
    estimate = read(treatments["scar"])

    assert (estimate.main.course, estimate.main.session) == (Span(800, 2700), Span(400, 900))
    assert {line.row.label: line.is_for_sessions for line in estimate.lines} == {
        "scar": True,
        "Small scar": False,
    }
    assert read(treatments["small-area"]).main.row.label == "Small scar"
    assert read(treatments["mid-scalp"]).main.row.label == "Significant thinning"


def test_package_for_the_sessions_that_were_asked_for_stands_even_if_shared(treatments):
    estimate = read(treatments["scar"], sessions=2)

    assert (estimate.main.row.label, estimate.main.session) == ("Small scar", Span(400, 900))


def test_number_of_sessions_asked_for_is_counted(treatments):
    estimate = read(treatments["hairline"], sessions=3)

    summed, package = estimate.lines
    assert estimate.sessions == (3, 3)
    assert summed.course == Span(2100, 3600)
    assert (package.course, package.session) == (Span(1800, 3000), Span(600, 1000))


@pytest.mark.parametrize(("slug", "sessions", "kinds"), [("crown", 3, []), ("full-scalp", 3, ["below-sum"])])
def test_package_is_set_against_the_usual_sessions_whatever_was_asked(treatments, slug, sessions, kinds):
    """Facts S212 and S214: a package is for a range of sessions."""
    estimate = read(treatments[slug], sessions=sessions)

    assert [each.kind for each in estimate.disagreements] == kinds
    assert all(each.together.sessions == treatments[slug].sessions for each in estimate.disagreements)


def test_package_for_fewer_sessions_than_asked_for_is_no_measure(treatments):
    estimate = read(treatments["hairline"], sessions=5)

    assert not estimate.is_usual
    assert [line.is_for_sessions for line in estimate.lines] == [True, False]
    assert estimate.main.course == Span(3500, 6000)
    assert estimate.disagreements == []


def test_session_inside_a_package_is_reckoned_with_the_sessions_that_it_is_for(treatments):
    """Fact S221, whatever number was asked for."""
    _summed, package = read(treatments["hairline"], sessions=12).lines

    assert (package.sessions, package.session) == ((2, 3), Span(600, 1500))


def test_own_sessions_of_a_treatment_beat_those_of_its_procedure():
    """Fact S253; the row's own number beats both."""
    patch = make_treatment(sessions=(1, 2))
    general = make_treatment()
    for treatment in (patch, general):
        make_market_price(treatment.slug, 100, 200, basis="session", treatments=[treatment])
    own = make_treatment(sessions=(1, 2))
    make_market_price("Own", 100, 200, basis="session", sessions=(6, 7), treatments=[own])

    assert read(patch).main.course == Span(100, 400)
    assert read(general).main.course == Span(200, 800)
    assert read(own).main.course == Span(600, 1400)


RANGE = Span(1800, 3000)


@pytest.mark.parametrize(
    ("quote", "span", "expected"),
    [
        (0, RANGE, Standing.FAR_BELOW),
        (1049, RANGE, Standing.FAR_BELOW),
        (1050, RANGE, Standing.BELOW),
        (1799, RANGE, Standing.BELOW),
        (1800, RANGE, Standing.INSIDE),
        (3000, RANGE, Standing.INSIDE),
        (3001, RANGE, Standing.ABOVE),
        (6000, OPEN_PACKAGE, Standing.INSIDE),
        (6001, OPEN_PACKAGE, Standing.PAST_STATED),
        (999_999_999, Span(4000, None, open_ended=True), Standing.INSIDE),
    ],
)
def test_quote_lies_below_inside_or_above_a_range(quote, span, expected):
    assert standing(quote, span, lowest=1400) == expected


def test_quote_below_the_package_but_usual_for_single_sessions_is_no_warning(treatments):
    estimate = read(treatments["small-area"], quote=400)

    assert [line.standing for line in estimate.lines] == [Standing.INSIDE, Standing.BELOW]
    assert not estimate.is_far_below
    assert estimate.verdict == "Your quote of $400 lies below the published range of $800–$1,800."


def test_quote_far_below_everything_that_is_published_is_a_warning(treatments):
    """Fact S155."""
    estimate = read(treatments["hairline"], quote=900)

    assert estimate.is_far_below
    assert estimate.verdict == "Your quote of $900 lies far below the published range of $1,800–$3,000."
    assert "little experience" in estimate.advice


@pytest.mark.parametrize(
    ("quote", "verdict"),
    [
        (1999, "Your quote of $1,999 lies below the published range of $2,000–$3,500."),
        (3500, "Your quote of $3,500 lies inside the published range of $2,000–$3,500."),
        (3501, "Your quote of $3,501 lies above the published range of $2,000–$3,500."),
    ],
)
def test_verdict_names_quote_and_range(treatments, quote, verdict):
    assert read(treatments["crown"], quote=quote).verdict == verdict


def test_quote_above_the_figure_of_an_open_range_is_not_called_above_it(treatments):
    estimate = read(treatments["full-scalp"], quote=7000)

    assert estimate.verdict == "Your quote of $7,000 lies above the highest figure of $4,000–$6,000+."
    assert "open" in estimate.advice


def test_price_on_assessment_is_never_zero(treatments):
    """Fact S152."""
    estimate = read(treatments["corrective"], quote=500)

    [line] = estimate.lines
    assert (line.course, line.session, line.home, line.standing) == (None, None, None, None)
    assert estimate.is_on_assessment
    assert (estimate.main, estimate.lowest, estimate.verdict, estimate.advice) == (None, None, "", "")
    assert estimate.disagreements == []


def test_treatment_outside_the_guide_has_no_lines(treatments):
    estimate = read(make_treatment(), quote=500)

    assert (estimate.lines, estimate.main, estimate.is_on_assessment) == ([], None, False)


def test_row_in_another_currency_is_reckoned_whole_and_converted_once():
    make_currency("KRW", units_per_usd=Decimal("1383.25"))
    crown = make_treatment(sessions=(3, 3))
    make_market_price("Crown", 1000, 1000, basis="session", currency="KRW", treatments=[crown])

    [line] = read(crown).lines

    assert (line.session, line.course) == (Span(0, 1), Span(2, 3))


def test_row_in_a_currency_without_a_rate_gives_nothing():
    make_currency("EUR", units_per_usd=None, as_of=None)
    crown = make_treatment()
    make_market_price("Crown", 1000, 2000, currency="EUR", treatments=[crown])

    estimate = read(crown, quote=500)

    assert estimate.main is None
    assert not estimate.is_on_assessment


def test_price_at_home_is_unknown_where_nobody_compared():
    crown = make_treatment()
    make_market_price("Crown", 1000, 2000, treatments=[crown])

    assert read(crown).main.home is None
