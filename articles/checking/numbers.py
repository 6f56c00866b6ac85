"""Numbers as texts write them: figures, English words and the Korean words that count."""

import re

FIGURE = r"\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?"
SMALL = {
    word: number
    for number, word in enumerate(
        [
            *("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven"),
            *("twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
        ],
        start=1,
    )
}
TENS = {
    word: 10 * number
    for number, word in enumerate(
        ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], start=2
    )
}
POWERS = {"hundred": 100, "thousand": 1000}
ALONE = {"a dozen": 12, "a couple of": 2, "a hundred": 100, "a thousand": 1000}
ORDINALS = {
    word: number
    for number, word in enumerate(
        [
            *("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"),
            *("eleventh", "twelfth", "thirteenth", "fourteenth"),
        ],
        start=1,
    )
}
KOREAN_ONES = ["한", "두", "세", "네", "다섯", "여섯", "일곱", "여덟", "아홉"]
KOREAN = {
    **{one: number for number, one in enumerate(KOREAN_ONES, start=1)},
    **{
        f"{ten}{one}": base + number
        for base, ten in ((10, "열"), (20, "스물"))
        for number, one in enumerate(KOREAN_ONES, start=1)
    },
    "열": 10,
    "스무": 20,
    "서른": 30,
}
# Words that are a number of days by themselves.
KOREAN_DAYS = {
    "하루": 1,
    "이틀": 2,
    "사흘": 3,
    "나흘": 4,
    "닷새": 5,
    "엿새": 6,
    "이레": 7,
    "여드레": 8,
    "아흐레": 9,
    "열흘": 10,
    "보름": 15,
}


def any_of(words):
    """Return the pattern of any of some words, the longest first."""
    return "|".join(sorted(words, key=len, reverse=True))


_WORD = any_of([*SMALL, *TENS, *POWERS])
ENGLISH = rf"\b(?:{any_of(ALONE)}|(?:{_WORD})(?:[ -](?:{_WORD})){{0,3}})\b"
NUMBER = rf"{FIGURE}|{ENGLISH}|(?<![가-힣])(?:{any_of(KOREAN)})"
ORDINAL = rf"\d+(?:st|nd|rd|th)|{any_of(ORDINALS)}"


def value_of(text):
    """Return the number that a text matched by NUMBER or ORDINAL means."""
    word = " ".join(text.lower().replace("-", " ").split())
    for known in (ALONE, KOREAN, ORDINALS):
        if word in known:
            return known[word]
    if word[0].isdigit():
        return float(re.sub(r"[a-z,]", "", word))
    return _spelled(word)


def _spelled(words):
    """Return the number of English words: "two thousand five hundred" is 2,500."""
    total = group = 0
    for word in words.split():
        if word in POWERS:
            group = max(group, 1) * POWERS[word]
            if POWERS[word] == 1000:
                total, group = total + group, 0
        else:
            group += SMALL.get(word) or TENS[word]
    return total + group
