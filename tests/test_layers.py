"""The shape of the code, read from its files: layers, names, sizes and the words that must not occur.

Every sweep proves that it swept.
"""

import ast
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model

LAYERS = ["pricing", "clinics", "articles", "config"]  # from the lowest to the one that joins the others
LONGEST_MODULE = 450  # lines
LEFTOVERS = {"common", "core", "helper", "helpers", "info", "manager", "misc", "tools", "util", "utils"}
MAY_MARK_SAFE = re.compile(r"config/templatetags(/\w+)?\.py|articles/rendering\.py|pricing/markup\.py")


def relative(path):
    """Return a path as the repository knows it."""
    return path.relative_to(settings.BASE_DIR).as_posix()


def modules_of(label):
    """Return the Python files of an app, without its migrations."""
    paths = sorted((settings.BASE_DIR / label).rglob("*.py"))
    return [path for path in paths if "migrations" not in path.parts]


def parsed(path):
    return ast.parse(path.read_text(encoding="utf-8"))


def imported_roots(path):
    """Return the packages a module imports from anywhere in it; a relative import stays in its own."""
    roots = set()
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Import):
            roots.update(alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            roots.add(node.module.partition(".")[0])
    return roots


def above(label):
    """Return the layers that a layer must not know."""
    return {*LAYERS[LAYERS.index(label) + 1 :], "tests"}


def related_labels(model):
    """Return the app labels of the models that a model points to, by any kind of relation."""
    fields = [*model._meta.fields, *model._meta.many_to_many]
    return {field.related_model._meta.app_label for field in fields if field.related_model}


MODULES = {label: modules_of(label) for label in LAYERS}
EVERY_MODULE = [path for paths in MODULES.values() for path in paths]


@pytest.mark.parametrize("label", LAYERS)
def test_an_app_imports_lower_layers_only(label):
    paths = list((settings.BASE_DIR / label).rglob("*.py"))

    assert len(paths) > 3
    for path in paths:
        assert not above(label) & imported_roots(path), relative(path)


def test_the_sweep_of_imports_sees_imports():
    roots = {label: set().union(*map(imported_roots, MODULES[label])) for label in LAYERS}

    assert "pricing" in roots["clinics"]
    assert "pricing" in roots["articles"]
    assert {"clinics", "pricing"} & roots["config"]


@pytest.mark.parametrize("label", LAYERS[:-1])
def test_a_model_relates_to_lower_layers_only(label):
    outside = {get_user_model()._meta.app_label}
    models = list(apps.get_app_config(label).get_models(include_auto_created=True))

    assert models
    for model in models:
        assert related_labels(model) <= {label, *LAYERS[: LAYERS.index(label)], *outside}, model


def test_the_sweep_of_relations_sees_relations():
    assert related_labels(apps.get_model("clinics", "Clinic")) == {"auth", "clinics", "pricing"}
    assert related_labels(apps.get_model("pricing", "MarketPrice")) == {"pricing"}


def test_no_module_is_named_after_its_kind_of_leftovers():
    words = {word for path in EVERY_MODULE for part in path.with_suffix("").parts for word in part.split("_")}

    assert "opening" in words
    assert not words & LEFTOVERS


@pytest.mark.parametrize("path", EVERY_MODULE, ids=relative)
def test_a_module_is_short_enough_to_be_read(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST_MODULE


def undocumented(tree):
    """Return the names of the public classes and functions of a module that have no docstring."""
    offered = [
        node
        for node in tree.body
        if isinstance(node, ast.ClassDef | ast.FunctionDef) and not node.name.startswith("_")
    ]
    return [node.name for node in offered if not ast.get_docstring(node)]


def is_plumbing(path):
    """Tell whether Django alone reads a module: an app's configuration, or a command that has its help."""
    return path.name == "apps.py" or "commands" in path.parts


@pytest.mark.parametrize("path", [path for path in EVERY_MODULE if not is_plumbing(path)], ids=relative)
def test_what_a_module_offers_says_what_it_promises(path):
    assert undocumented(parsed(path)) == []


def test_the_sweep_of_docstrings_sees_what_has_none():
    source = "def _inner(): pass\ndef bare(): pass\nclass Told:\n    'Told.'\nclass Untold: pass"

    assert undocumented(ast.parse(source)) == ["bare", "Untold"]


def swallows_everything(handler):
    """Tell whether an except clause catches whatever happens without raising it again at its end."""
    types = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    catches = any(kind is None or ast.unparse(kind) in {"Exception", "BaseException"} for kind in types)
    last = handler.body[-1]
    return catches and not (isinstance(last, ast.Raise) and last.exc is None)


def test_nobody_swallows_every_exception():
    handlers = [
        (f"{relative(path)}:{node.lineno}", swallows_everything(node))
        for path in EVERY_MODULE
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.ExceptHandler)
    ]

    assert len(handlers) > 3
    assert [place for place, swallows in handlers if swallows] == []


@pytest.mark.parametrize(
    ("clause", "swallows"),
    [
        ("except: pass", True),
        ("except Exception: pass", True),
        ("except (ValueError, BaseException) as error: raise KeyError", True),
        ("except BaseException: tidy(); raise", False),
        ("except ValueError: pass", False),
    ],
)
def test_the_sweep_of_handlers_knows_what_to_look_for(clause, swallows):
    handler = ast.parse(f"try: pass\n{clause}").body[0].handlers[0]

    assert swallows_everything(handler) is swallows


def test_nobody_asserts_outside_of_tests():
    asserting = [
        relative(path)
        for path in EVERY_MODULE
        if any(isinstance(node, ast.Assert) for node in ast.walk(parsed(path)))
    ]

    assert len(EVERY_MODULE) > 40
    assert asserting == []


def test_text_is_marked_safe_in_three_places_only():
    marking = re.compile(r"mark_safe|Safe(Data|String|Text)|__html__|is_safe=True")
    places = [relative(path) for path in EVERY_MODULE if marking.search(path.read_text(encoding="utf-8"))]

    assert [place for place in places if not MAY_MARK_SAFE.fullmatch(place)] == []


def test_no_template_switches_escaping_off():
    templates = list((settings.BASE_DIR / "templates").rglob("*.*"))
    switching = [
        relative(path)
        for path in templates
        if re.search(r"\|\s*safe(seq)?\b|autoescape\s+off", path.read_text(encoding="utf-8"))
    ]

    assert len(templates) > 5
    assert switching == []


def test_every_app_of_the_site_is_a_layer():
    own = {app.label for app in apps.get_app_configs() if Path(app.path).parent == settings.BASE_DIR}

    assert own == set(LAYERS)
