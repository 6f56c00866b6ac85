"""Whether a JSON value has the shape that an OpenAPI 3.0 schema promises, as far as the API uses it."""

import re
from datetime import date
from urllib.parse import urlsplit

KNOWN = {
    *("$ref", "additionalProperties", "allOf", "description", "enum", "format", "items", "maxItems"),
    *("maxLength", "maximum", "minItems", "minimum", "nullable", "oneOf", "pattern", "properties"),
    *("readOnly", "required", "title", "type"),
}
TYPES = {"array": list, "boolean": bool, "integer": int, "object": dict, "string": str}


def mismatches(value, schema, components, *, at="$"):
    """Return what a value has that its schema does not promise, or the other way round, as sentences."""
    assert not set(schema) - KNOWN, f"The checker does not know {set(schema) - KNOWN}."
    if "$ref" in schema:
        return mismatches(value, components[schema["$ref"].rpartition("/")[2]], components, at=at)
    if value is None and schema.get("nullable"):
        return []
    found = []
    for part in schema.get("allOf", []):
        found += mismatches(value, part, components, at=at)
    if "oneOf" in schema:
        fitting = [part for part in schema["oneOf"] if not mismatches(value, part, components, at=at)]
        if len(fitting) != 1:
            found.append(f"{at}: {value!r} fits {len(fitting)} of the choices.")
    if "enum" in schema and value not in schema["enum"]:
        found.append(f"{at}: {value!r} is none of {schema['enum']}.")
    if "type" in schema:
        found += _mismatches_of_type(value, schema, components, at=at)
    return found


def _mismatches_of_type(value, schema, components, *, at):
    kind = schema["type"]
    if kind == "number":
        is_of_kind = isinstance(value, int | float) and not isinstance(value, bool)
    else:
        is_of_kind = type(value) is TYPES[kind]
    if not is_of_kind:
        return [f"{at}: {value!r} is no {kind}."]
    return list(CHECKS.get(kind, _no_check)(value, schema, components, at))


def _no_check(value, schema, components, at):
    return []


def _check_object(value, schema, components, at):
    properties = schema.get("properties", {})
    for name in schema.get("required", []):
        if name not in value:
            yield f"{at}: {name!r} is missing."
    for name, inner in value.items():
        if name in properties:
            yield from mismatches(inner, properties[name], components, at=f"{at}.{name}")
        elif "additionalProperties" in schema:
            yield from mismatches(inner, schema["additionalProperties"], components, at=f"{at}.{name}")
        else:
            yield f"{at}: {name!r} was not promised."


def _check_array(value, schema, components, at):
    if len(value) < schema.get("minItems", 0) or len(value) > schema.get("maxItems", len(value)):
        yield f"{at}: {len(value)} items are too few or too many."
    for place, item in enumerate(value):
        yield from mismatches(item, schema["items"], components, at=f"{at}[{place}]")


def _check_number(value, schema, components, at):
    if not schema.get("minimum", value) <= value <= schema.get("maximum", value):
        yield f"{at}: {value!r} is out of range."


def _check_string(value, schema, components, at):
    if "pattern" in schema and not re.search(schema["pattern"], value):
        yield f"{at}: {value!r} does not look like {schema['pattern']}."
    if len(value) > schema.get("maxLength", len(value)):
        yield f"{at}: {value!r} is too long."
    if schema.get("format") == "date":
        try:
            date.fromisoformat(value)
        except ValueError:
            yield f"{at}: {value!r} is no date."
    if schema.get("format") == "uri" and not urlsplit(value).scheme:
        yield f"{at}: {value!r} is no address."


CHECKS = {
    "array": _check_array,
    "integer": _check_number,
    "number": _check_number,
    "object": _check_object,
    "string": _check_string,
}
