"""Sessions, days, hours, years and percentages: which contradict the records."""

import pytest

from articles.checking.durations import contradicting_durations

from .knowing import found_by, quoted_by


@pytest.mark.parametrize(
    "text",
    [
        "Most people need 2–4 sessions.",
        "The crown takes 2–3 sessions, a full scalp 3–5 sessions.",
        "A full scalp needs 4 sessions.",
        "After two sessions you see it.",  # a part of a course
        "Most treatments take 2–4 sessions, a full scalp more.",
        "Sessions are 10–14 days apart, or two weeks apart.",
        "It heals in 7 to 10 days, within 10 days.",
        "Three sessions take 27–38 days until the scalp has healed.",
        "Do not wash it for 4–5 days.",
        "A session lasts 2–4 hours, 3 hours on average.",
        "You are in the chair for 6–12 hours in all.",
        "The line is open 24 hours.",
        "A consultation takes 1 hour before the session.",
        "A touch-up is due every 3–5 years.",
        "She has 12 years of experience.",
        "Prices are 20–50 % lower.",
        "A tip of 10 % is not usual.",
        "All 18 criteria and the seven factors.",
        "Two criteria of this factor.",
        "The visa is valid for 90 days.",
        "| Area | Sessions |\n|---|---|\n| Crown | 2–3 |",
        "The flight takes 12 hours, a session three hours.",
        "Wash gently from day 6 on. You may wash it on day 8, after day 5, or after 5 days.",
        "Do not wash it until day 5, and not on day 2.",
        "Three sessions take six to twelve hours in all.",
        "Five short questions about pigment. We answer 30 questions about Korea.",
        "Eighteen questions to ask a clinic, under seven headings.",
        "한 번 시술은 3시간, 간격은 2주이고, 5일째부터 머리를 감을 수 있습니다.",
        "Touch-ups come after four years. It lasts for years.",
    ],
)
def test_number_of_a_record_is_none(text):
    assert found_by(contradicting_durations, text) == []


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("Most people need 3–6 sessions.", ["3–6 sessions"]),
        ("A full scalp takes 2–4 sessions.", ["2–4 sessions"]),  # fact S253
        ("2–4 sessions for a full scalp.", ["2–4 sessions"]),
        ("A crown needs 5 sessions.", ["5 sessions"]),
        ("Sessions lie 4 weeks apart.", ["4 weeks"]),
        ("There are 7–10 days between two sessions.", ["7–10 days"]),
        ("The skin heals in 3–4 days.", ["3–4 days"]),
        ("No washing for 7 days.", ["7 days"]),  # fact S256
        ("Each session takes 5–6 hours.", ["5–6 hours"]),
        ("It fades, and a touch-up follows after 2–3 years.", ["2–3 years"]),
        ("Prices are 30–60% lower than at home.", ["30–60%"]),
        ("All 20 criteria.", ["20 criteria"]),
        ("Our six factors.", ["six factors"]),
        ("| Area | Sessions |\n|---|---|\n| Full scalp | 2–4 |", ["2–4 Sessions"]),
        # in words, and in other words
        ("A session lasts five hours.", ["five hours"]),
        ("Each sitting takes five to six hours.", ["five to six hours"]),
        ("The flight takes 12 hours, the session five hours.", ["five hours"]),
        ("A consultation is free; a session lasts an hour.", ["an hour"]),
        ("A session is long. It takes six hours.", ["six hours"]),
        ("We ask 17 criteria.", ["17 criteria"]),
        ("Seventeen questions to ask a clinic.", ["Seventeen questions"]),
        ("There are eight selection factors.", ["eight selection factors"]),
        ("The price has six cost factors.", ["six cost factors"]),
        ("These six steps lead there.", ["six steps"]),
        ("You can wash your hair on day 3.", ["day 3"]),
        ("Wash your hair from the third day on.", ["third day"]),
        ("Wash your hair the next day.", ["the next day"]),
        ("Wash it after 48 hours.", ["48 hours"]),
        ("Wash it from day 12 on.", ["day 12"]),
        ("The next session is on day 20.", ["day 20"]),
        ("Sessions are a month apart.", ["a month"]),
        ("It lasts a decade.", ["a decade"]),
        ("Most people need six sessions.", ["six sessions"]),
        ("Six sessions are needed for the crown.", ["Six sessions"]),
        # Korean
        ("한 번 시술은 5시간 걸립니다.", ["5시간"]),
        ("시술은 총 여섯 회가 필요합니다.", ["여섯 회"]),
        ("시술 간격은 3주입니다.", ["3주"]),
        ("사흘째부터 머리를 감을 수 있습니다.", ["사흘째"]),
        ("클리닉을 고르는 기준은 열일곱 가지입니다.", ["열일곱 가지"]),
        ("리터치는 10년마다 합니다.", ["10년"]),
    ],
)
def test_number_that_no_record_states_is_found(text, quoted):
    assert quoted_by(contradicting_durations, text) == quoted


def test_remark_says_what_the_records_say():
    assert found_by(contradicting_durations, "A full scalp takes 2–4 sessions.") == [
        "“2–4 sessions”: the records say 3–5 (Full scalp)."
    ]
