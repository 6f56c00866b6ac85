"""One factory for every model of the directory, for tests that sweep all of them."""

from itertools import count

from articles.models import Article, Author, Category, Disclaimer, EmergencyContact, Question
from clinics.documents import blank_document
from clinics.models import (
    Clinic,
    ClinicPhoto,
    ClinicPrice,
    Concern,
    Criterion,
    District,
    Factor,
    Finding,
    Focus,
    ImportBatch,
    Language,
    ListingVersion,
    Proposal,
    RegisterId,
    Service,
)
from pricing.models import (
    CareRule,
    CostFactor,
    Currency,
    Inclusion,
    MarketPrice,
    PriceTier,
    Procedure,
    ProcessStep,
    Risk,
    Treatment,
)
from tests import factories

_positions = count(1)
_letters = count()


def make_part(model, **values):
    """Create one entry of a procedure: a step, care rule, risk or cost factor."""
    if "procedure" not in values:
        values["procedure"] = Procedure.objects.first() or factories.make_procedure()
    values.setdefault("position", next(_positions))
    return model.objects.create(**values)


def make_step(**values):
    values.setdefault("title", factories.unique("Step"))
    return make_part(ProcessStep, **values)


def make_care_rule(**values):
    values.setdefault("phase", "after")
    values.setdefault("text", "Keep dry.")
    return make_part(CareRule, **values)


def make_risk(**values):
    values.setdefault("name", factories.unique("Risk"))
    return make_part(Risk, **values)


def make_cost_factor(**values):
    values.setdefault("name", factories.unique("Factor"))
    return make_part(CostFactor, **values)


def make_inclusion(**values):
    return factories.make(Inclusion, "inclusion", **values)


def make_any_currency():
    """Create a currency that nobody uses, with a code of its own: AAA, AAB and so on."""
    number = next(_letters)
    letters = [chr(ord("A") + number // 26**place % 26) for place in (2, 1, 0)]
    return Currency.objects.create(code="".join(letters))


def make_any_market_price():
    return factories.make_market_price(factories.unique("Row"), 100, 200)


def make_any_price():
    return factories.make_price(factories.make_clinic(), factories.make_treatment(), 100, 200)


def make_any_finding():
    return factories.make_finding(factories.make_clinic(), factories.make_criterion())


def make_register_id(**values):
    if "clinic" not in values:
        values["clinic"] = factories.make_clinic()
    values.setdefault("source", "register")
    values.setdefault("identifier", factories.unique("number"))
    return RegisterId.objects.create(**values)


def make_import_batch(**values):
    counts = dict.fromkeys(("new", "changed", "unchanged", "rejected", "skipped"), 0)
    values = {"kind": "clinics", "file_name": "list.csv", "written_at": factories.NOW, **counts, **values}
    return ImportBatch.objects.create(**values)


def make_version(**values):
    values = {
        "clinic_key": next(_positions),
        "number": 1,
        "at": factories.NOW,
        "act": "saved",
        "slug": "dot-house",
        "name": "Dot House",
        "document": blank_document(),
        **values,
    }
    return ListingVersion.objects.create(**values)


def make_proposal(**values):
    values = {
        "clinic_key": next(_positions),
        "name": "Dot House",
        "base_number": 1,
        "document": blank_document(),
        "proposed_at": factories.NOW,
        **values,
    }
    return Proposal.objects.create(**values)


FACTORIES = {
    Article: factories.make_article,
    Author: factories.make_author,
    CareRule: make_care_rule,
    Category: factories.make_category,
    Clinic: factories.make_clinic,
    ClinicPhoto: lambda: factories.make_photo(factories.make_clinic()),
    ClinicPrice: make_any_price,
    Concern: factories.make_concern,
    CostFactor: make_cost_factor,
    Criterion: factories.make_criterion,
    Currency: make_any_currency,
    Disclaimer: lambda: factories.make_disclaimer(slug=factories.unique("disclaimer")),
    District: factories.make_district,
    EmergencyContact: lambda: factories.make_emergency_contact(str(next(_positions))),
    Factor: factories.make_factor,
    Finding: make_any_finding,
    Focus: factories.make_focus,
    Inclusion: make_inclusion,
    Language: factories.make_language,
    MarketPrice: make_any_market_price,
    PriceTier: factories.make_tier,
    Procedure: factories.make_procedure,
    ProcessStep: make_step,
    Question: factories.make_question,
    RegisterId: make_register_id,
    Risk: make_risk,
    Service: factories.make_service,
    Treatment: factories.make_treatment,
}
