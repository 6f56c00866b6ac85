"""Merge listings of one clinic: what each says side by side, what is chosen, one address, all kept."""

from dataclasses import dataclass
from functools import cache

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from clinics.bulk import Stopped, undo_act
from clinics.bulk.applying import begin_record, note_entries, occasion_of, refusal, stop_if_moved_on
from clinics.completeness import lacking_for_publication
from clinics.documents import (
    REGISTER_IDS,
    Change,
    blank_document,
    document_faults,
    hold_listings,
    read_documents,
    with_withdrawals,
)
from clinics.documents.parts import CHILDREN_BY_KEY, COLUMNS, SETS, join_parts, split_document
from clinics.history import delete_listings, write_listings
from clinics.history.differences import in_document_order
from clinics.history.recording import Written
from clinics.history.wording import label_of, label_of_column, names_of, part_in_words
from clinics.links import copy_checks, urls_in
from clinics.models import Act, Clinic, ClinicStatus
from pricing.models import Redirect
from pricing.redirects import kind_of, lead_on

from .entries import told_apart
from .relations import move_uses, move_uses_back

KIND = "merge-listings"
FEWEST, MOST = 2, 5
ADDRESS = "slug"
JOINED = "joined"  # the choice of all words of a list together
# What is chosen as one, for its parts mean something only together.
TOGETHER = (
    ("status", "publish_at", "unpublish_at"),
    ("tier", "tier_estimated"),
    ("service_grade", "service_note"),
    ("legal_basis", "legal_number", "legal_source", "legal_checked_on"),
    ("verified_on", "verified_by"),
)
LEADERS = {key: keys for keys in TOGETHER for key in keys}
# Whoever stays decides over these, stated or not: no value of theirs is a gap.
NEVER_A_GAP = frozenset({"status", "is_example"})


class Unfit(ValueError):
    """A merged listing that cannot be stored as it was chosen; `reasons` are sentences."""

    def __init__(self, reasons):
        super().__init__(" ".join(reasons))
        self.reasons = reasons


@dataclass(frozen=True, slots=True)
class Option:
    """One value of a choice: the listing that says so (its primary key, or JOINED), line by line."""

    value: str
    lines: list[str]
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """What listings say differently: in `is_conflict`, two of them state something, and not the same."""

    key: str
    label: str
    is_conflict: bool
    options: list[Option]


class ListingMerge:
    """Listings that become one: {primary key: document}, and the primary key of the one that stays.

    Where nobody chooses, the one that stays decides, and another fills what it does not state; lists, prices,
    findings, photos and register numbers are joined.
    """

    def __init__(self, documents, kept):
        self.kept = kept
        # The one that stays comes first: its word counts where nobody chooses.
        self.documents = {kept: documents[kept], **documents}
        self._parts = {pk: split_document(document) for pk, document in self.documents.items()}
        every = [key for parts in self._parts.values() for key in parts]
        keys = in_document_order([*dict.fromkeys(every)])
        units = dict.fromkeys(LEADERS.get(key, (key,)) for key in keys if key != ADDRESS)
        self.units = {unit[0]: unit for unit in units}

    @property
    def others(self):
        """The primary keys of the listings that go."""
        return [pk for pk in self.documents if pk != self.kept]

    def values(self, key):
        """Return {primary key: values of a unit}, one for each of its parts; None is a part not there."""
        return {pk: [parts.get(part) for part in self.units[key]] for pk, parts in self._parts.items()}

    def stated(self, key):
        """Return {primary key: values} of the listings that state something of a unit."""
        if key in NEVER_A_GAP:
            return self.values(key)
        nothing = [gaps().get(part) for part in self.units[key]]
        return {pk: values for pk, values in self.values(key).items() if values != nothing}

    def differing(self):
        """Return the keys of the units that listings say differently, in the order of a document."""
        return [key for key in self.units if len({repr(value) for value in self.values(key).values()}) > 1]

    def is_conflict(self, key):
        """Tell whether listings state different things of a unit, so that something is lost either way."""
        is_list = key in SETS
        return not is_list and len({repr(values) for values in self.stated(key).values()}) > 1

    def suggestion(self, key):
        """Return what counts of a unit where nobody chooses: a primary key, or JOINED."""
        if key in SETS:
            return JOINED
        return next(iter(self.stated(key)), self.kept)

    def chosen(self, key, choices):
        """Return the values of a unit as `choices`, {key: primary key or JOINED}, have them."""
        choice = choices.get(key)
        values = self.values(key)
        if key in SETS and choice in (None, JOINED):
            return [sorted({word for [words] in values.values() for word in words})]
        return values[choice if choice in values else self.suggestion(key)]

    def document(self, choices):
        """Return the document of the listing that stays."""
        parts = {ADDRESS: self._parts[self.kept][ADDRESS]}
        for key, unit in self.units.items():
            parts.update(zip(unit, self.chosen(key, choices), strict=True))
        return join_parts(parts)

    def choices(self, vocabularies, choices):
        """Return the Choices of what differs, in words; conflicts are marked."""
        return [self._choice(key, vocabularies, choices.get(key)) for key in self.differing()]

    def _choice(self, key, vocabularies, chosen):
        wanted = chosen if chosen is not None else self.suggestion(key)
        values = self.values(key)
        options = [
            Option(str(pk), lines, pk == wanted)
            for pk, lines in zip(values, self._lines(key, list(values.values()), vocabularies), strict=True)
        ]
        if key in SETS:
            [lines] = self._lines(key, [self.chosen(key, {})], vocabularies)
            options.insert(0, Option(JOINED, lines, wanted == JOINED))
        return Choice(key, label_of(key, vocabularies), self.is_conflict(key), options)

    def _lines(self, key, sides, vocabularies):
        """Return what each of some values of a unit says, line by line."""
        name = key.partition(":")[0]
        if name in CHILDREN_BY_KEY:
            return told_apart(CHILDREN_BY_KEY[name], [entry for [entry] in sides], vocabularies)
        if key in SETS:
            return [
                [", ".join(names_of(COLUMNS[key], words, vocabularies)) or _("none")] for [words] in sides
            ]
        return [self._lines_of_columns(key, values, vocabularies) for values in sides]

    def _lines_of_columns(self, key, values, vocabularies):
        first, *rest = [
            part_in_words(part, value, vocabularies)
            for part, value in zip(self.units[key], values, strict=True)
        ]
        more = zip(self.units[key][1:], rest, strict=True)
        return [
            *(first or _("not stated")).split("\n"),
            *(f"{label_of_column(COLUMNS[part])}: {text}" for part, text in more if text),
        ]


@cache
def gaps():
    """Return {key: value} of the parts of a listing that states nothing."""
    return split_document(blank_document())


def suggest_keeper(documents):
    """Return which of {primary key: document} should stay: a published one, with numbers, the oldest."""
    return min(
        documents,
        key=lambda pk: (
            documents[pk]["status"] != ClinicStatus.PUBLISHED,
            documents[pk]["is_example"],
            not documents[pk][REGISTER_IDS],
            pk,
        ),
    )


def merge_listings(seen, *, kept, choices, user, at, reason=""):
    """Merge the listings of `seen`, {primary key: version}, into one of them; return the BulkAct.

    `choices` is {key of a unit: primary key, or JOINED}. All or nothing; raises Stopped and Unfit.
    """
    with transaction.atomic():
        hold_listings()
        stop_if_moved_on(seen)
        merge = ListingMerge(read_documents(sorted(seen)), kept)
        record = begin_record(KIND, title_of(merge), user=user, at=at, reason=reason)
        occasion = occasion_of(record, Act.MERGED)
        record.merged = {"into": kept, "gone": _lead_away(merge)}
        gone = [Written(pk, seen[pk] + 1, None) for pk in merge.others]
        change = Change(whole_document(merge, choices), kept, merge.documents[kept])
        copy_checks(merge.others, kept, urls_in(change.after["website"], change.after["review_places"]))
        delete_listings(merge.others, occasion=occasion)
        if reasons := faults_of(change):
            raise Unfit(reasons)
        try:
            note_entries(record, write_listings([change], occasion=occasion))
        except IntegrityError as error:
            raise Stopped(refusal(error)) from error
        note_entries(record, gone, is_gone=True)
        record.save()
    return record


def whole_document(merge, choices):
    """Return the merged document; a photo that any of the listings withdrew stays withdrawn."""
    document = merge.document(choices)
    for one in merge.documents.values():
        document = with_withdrawals(document, present=one)
    return document


def faults_of(change):
    """Return why a merged document cannot be stored, in sentences."""
    lacking = lacking_for_publication(change.before, change.after)
    return document_faults(change.after, pk=change.pk) + [str(point.text) for point in lacking]


def title_of(merge):
    """Return what a merge does, in words."""
    names = [f"{merge.documents[pk]['name']} ({merge.documents[pk][ADDRESS]})" for pk in merge.others]
    into = merge.documents[merge.kept]
    words = {"names": ", ".join(names), "into": f"{into['name']} ({into[ADDRESS]})"}
    return _("%(names)s merged into %(into)s") % words


def _lead_away(merge):
    """Let all that names the listings that go name the one that stays; return what moves it back, by key."""
    into, kept = Clinic.objects.get(pk=merge.kept), {}
    for clinic in Clinic.objects.filter(pk__in=merge.others).order_by("pk"):
        led = Redirect.objects.filter(kind=kind_of(Clinic), target_key=clinic.pk).order_by("pk")
        kept[str(clinic.pk)] = {
            "slug": clinic.slug,
            "slugs": list(led.values_list("old_slug", flat=True)),
            "uses": move_uses(clinic, into),
        }
        lead_on(Clinic, merged=clinic, into=into)
    return kept


def undo_listing_merge(pk, *, user, at):
    """Take a merge of listings back, whole or not at all, and return what was Undone. Raises Stopped."""
    return undo_act(pk, user=user, at=at, after=_lead_back, is_whole=True)


def _lead_back(record):
    """Let all that named the listings that came back name them again, with what is known of their links."""
    into = record.merged["into"]
    links = Clinic.objects.filter(pk__in=map(int, record.merged["gone"]))
    for pk, website, places in links.order_by("pk").values_list("pk", "website", "review_places"):
        copy_checks([into], pk, urls_in(website, places))
    for pk, kept in reversed(record.merged["gone"].items()):
        move_uses_back(Clinic, kept["uses"], record=int(pk), into=into)
        redirects = Redirect.objects.filter(kind=kind_of(Clinic), target_key=into)
        redirects.filter(old_slug__in=kept["slugs"]).update(target_key=int(pk))
        redirects.filter(old_slug=kept["slug"]).delete()
