"""The checker of JSON shapes finds what a schema does not promise."""

import pytest

from tests.openapi import mismatches

COMPONENTS = {
    "Term": {
        "type": "object",
        "required": ["slug"],
        "properties": {
            "slug": {"type": "string", "pattern": "^[a-z]+$"},
            "on": {"type": "string", "format": "date"},
        },
    },
    "Word": {"enum": ["yes", "no"]},
    "Blank": {"enum": [""]},
}
TERM = {"$ref": "#/components/schemas/Term"}


@pytest.mark.parametrize(
    ("value", "schema"),
    [
        ({"slug": "a", "on": "2026-11-23"}, TERM),
        (None, {"allOf": [TERM], "nullable": True}),
        ([1, 2], {"type": "array", "items": {"type": "integer", "minimum": 1}}),
        (1.5, {"type": "number"}),
        (
            {"a": ["x"]},
            {"type": "object", "additionalProperties": {"type": "array", "items": {"type": "string"}}},
        ),
        ("", {"oneOf": [{"$ref": "#/components/schemas/Word"}, {"$ref": "#/components/schemas/Blank"}]}),
        ("https://a.example", {"type": "string", "format": "uri", "maxLength": 20}),
        (False, {"type": "boolean"}),
    ],
)
def test_value_that_fits_is_accepted(value, schema):
    assert mismatches(value, schema, COMPONENTS) == []


@pytest.mark.parametrize(
    ("value", "schema", "sentence"),
    [
        ({}, TERM, "$: 'slug' is missing."),
        ({"slug": "a", "x": 1}, TERM, "$: 'x' was not promised."),
        ({"slug": "A"}, TERM, "$.slug: 'A' does not look like ^[a-z]+$."),
        ({"slug": "a", "on": "23/11"}, TERM, "$.on: '23/11' is no date."),
        (None, {"type": "string"}, "$: None is no string."),
        (True, {"type": "integer"}, "$: True is no integer."),
        ("1", {"type": "number"}, "$: '1' is no number."),
        ([0], {"type": "array", "items": {"type": "integer", "minimum": 1}}, "$[0]: 0 is out of range."),
        ([], {"type": "array", "items": {}, "minItems": 1}, "$: 0 items are too few or too many."),
        ("maybe", {"$ref": "#/components/schemas/Word"}, "$: 'maybe' is none of ['yes', 'no']."),
        ("yes", {"oneOf": [{"enum": ["yes"]}, {"type": "string"}]}, "$: 'yes' fits 2 of the choices."),
        ("maybe", {"allOf": [{"enum": ["yes"]}]}, "$: 'maybe' is none of ['yes']."),
        ("abc", {"type": "string", "maxLength": 2}, "$: 'abc' is too long."),
        ("abc", {"type": "string", "format": "uri"}, "$: 'abc' is no address."),
    ],
)
def test_value_that_does_not_fit_is_named(value, schema, sentence):
    assert mismatches(value, schema, COMPONENTS) == [sentence]


def test_promise_that_the_checker_does_not_know_is_not_passed_over():
    with pytest.raises(AssertionError, match="uniqueItems"):
        mismatches([], {"uniqueItems": True}, COMPONENTS)
