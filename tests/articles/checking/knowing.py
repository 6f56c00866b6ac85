"""What the rules of a check know in tests: some figures of the brief as plain data, no database."""

from articles.checking.durations import BELOW_HOME, CARE, CHAIR, HEALING, SITTING, SPACING, STAY, TOUCH_UP
from articles.checking.knowledge import (
    COURSE,
    HOME,
    PACKAGE,
    PROCEDURE,
    SESSION,
    TREATMENT,
    WITHIN,
    Contact,
    Fact,
    Knowledge,
    Place,
    Subject,
)
from articles.checking.prose import read_prose
from articles.checking.quantities import (
    COST_FACTORS,
    CRITERIA,
    DAYS,
    FACTORS,
    HOURS,
    MONEY,
    PERCENT,
    SESSIONS,
    STEPS,
    YEARS,
)

CROWN = Subject("crown", "Crown", synonyms=("vertex", "정수리"))
HAIRLINE = Subject("hairline", "Hairline restoration", synonyms=("hairline",))
FULL = Subject("full-scalp", "Full scalp")
CORRECTIVE = Subject("corrective", "Corrective work")


def money(topic, subject, low, high, *, is_open=False, figure=""):
    return Fact(MONEY, topic, subject, low, high, is_open, record=f"{subject}, {topic}", figure=figure)


KNOWLEDGE = Knowledge(
    treatments=(CROWN, HAIRLINE, FULL, CORRECTIVE),
    clinics=(Subject("elite", "Elite SMP Korea", above=("seoul", "gangnam")),),
    districts=(
        Place("seoul", "Seoul", "서울"),
        Place("gangnam", "Gangnam", "강남", above=("seoul",)),
        Place("mapo", "Mapo", "마포", above=("seoul",)),
        Place("hongdae", "Hongdae", "홍대", above=("seoul", "mapo")),
    ),
    facts=(
        Fact(SESSIONS, PROCEDURE, "smp", 2, 4, record="SMP: usual sessions", figure="{sessions}`smp`"),
        Fact(HOURS, SITTING, "smp", 2, 4, record="SMP: hours", figure="{session-hours}`smp`"),
        Fact(DAYS, SPACING, "smp", 10, 14, record="SMP: days between", figure="{days-between}`smp`"),
        Fact(DAYS, HEALING, "smp", 7, 10, record="SMP: healing", figure="{healing-days}`smp`"),
        Fact(YEARS, TOUCH_UP, "smp", 3, 5, record="SMP: touch-up", figure="{touch-up-years}`smp`"),
        Fact(PERCENT, BELOW_HOME, "smp", 20, 50, record="SMP: below home", figure="{below-home}`smp`"),
        Fact(DAYS, CARE, "smp", 4, 5, record="Do not wash."),
        Fact(DAYS, STAY, "smp", 10, 14, record="SMP, 2", figure="{first-to-last}`2`"),
        Fact(DAYS, STAY, "smp", 27, 38, record="SMP, 3", figure="{until-healed}`3`"),
        Fact(HOURS, CHAIR, "smp", 6, 12, record="SMP, 3", figure="{chair-time}`3`"),
        Fact(SESSIONS, TREATMENT, "crown", 2, 3, record="Crown", figure="{sessions}`crown`"),
        Fact(SESSIONS, TREATMENT, "full-scalp", 3, 5, record="Full scalp", figure="{sessions}`full-scalp`"),
        money(SESSION, "crown", 800, 1500, figure="{price}`crown session`"),
        money(COURSE, "crown", 1600, 4500, figure="{course}`crown`"),
        money(PACKAGE, "crown", 2000, 3500, figure="{price}`crown package`"),
        money(WITHIN, "crown", 666, 1750),
        money(HOME, "crown", 2500, 7000, figure="{home-price}`crown package`"),
        money(PACKAGE, "hairline", 1800, 3000, figure="{price}`hairline package`"),
        money(SESSION, "full-scalp", 1500, 2500, is_open=True, figure="{price}`full-scalp session`"),
        money(PACKAGE, "full-scalp", 4000, None, is_open=True, figure="{price}`full-scalp package`"),
        money(PACKAGE, "corrective", None, None),
        Fact(FACTORS, FACTORS, "", 7, 7, record="factors", figure="{count}`factors`"),
        Fact(CRITERIA, CRITERIA, "", 18, 18, record="criteria", figure="{count}`criteria`"),
        Fact(STEPS, STEPS, "", 5, 5, record="steps"),
        Fact(COST_FACTORS, COST_FACTORS, "", 5, 5, record="cost factors"),
    ),
    contacts=(
        Contact("119", "Ambulance, fire"),
        Contact("112", "Police"),
        Contact("1339", "Health information"),
        Contact("1330", "Help for travelers"),
    ),
    dearer_packages=("Small area",),
    good_months=frozenset({4, 5, 9, 10, 11}),
    hot_months=frozenset({7, 8}),
)


def passages(text):
    """Return the Passages of a Markdown text."""
    return read_prose(text)[0]


def found_by(rule, text):
    """Return the sentences that a rule on single passages finds in a text."""
    return [remark.sentence for passage in passages(text) for remark in rule(passage, KNOWLEDGE)]


def quoted_by(rule, text):
    """Return what the remarks of a rule quote of a text."""
    return [remark.text for passage in passages(text) for remark in rule(passage, KNOWLEDGE)]
