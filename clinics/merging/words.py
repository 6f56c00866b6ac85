"""Merge a word of a vocabulary into another: all that names it moves, and its address leads on."""

import json
from dataclasses import dataclass, field
from enum import StrEnum

from django.core import serializers
from django.db import IntegrityError, models, transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from clinics.bulk import Stopped, read_effect, undo_act
from clinics.bulk.applying import begin_record, occasion_of, refusal, stop_if_moved_on, write_act
from clinics.bulk.effects import SHOWN, Effect
from clinics.documents import CHILDREN, CLINIC_COLUMNS, hold_listings
from clinics.history.resolving import Vocabularies
from clinics.history.wording import label_of_entry
from clinics.importing.batches import shortened
from clinics.models import Act, Clinic, Concern, District, Focus, Language, Service
from pricing.models import Redirect, Treatment
from pricing.redirects import kind_of, lead_on

from .entries import told_apart
from .relations import count_uses, move_uses, move_uses_back, through_of, touch
from .word_fields import FieldFate, field_fates

WORDS = (Concern, District, Focus, Language, Service, Treatment)
KIND = "merge-word"


class Winner(StrEnum):
    """Whose entry stays where a listing has one for both words, such as a price."""

    INTO = "into"
    MERGED = "merged"


@dataclass(frozen=True, slots=True)
class Conflict:
    """A listing with an entry for both words: what stays and what goes, in words."""

    pk: int
    name: str
    label: str
    stays: str
    goes: str


@dataclass(frozen=True, slots=True)
class WordMerge:
    """The act on listings: one record of a vocabulary becomes another, both by slug."""

    word: models.Model
    into: models.Model
    winner: Winner = Winner.INTO

    @property
    def title(self):
        """What was done, in words."""
        names = {"word": self.word.name, "slug": self.word.slug, "into": self.into.name}
        return _("%(word)s (%(slug)s) merged into %(into)s") % names

    def changed(self, document):
        """Return the document as it is to be."""
        return self.merged(document)[0]

    def merged(self, document):
        """Return (document as it is to be, [(list, entry that stays, entry that goes)])."""
        model, after, lost = type(self.word), dict(document), []
        for column in CLINIC_COLUMNS:
            if column.is_relation and column.field.related_model is model:
                after[column.name] = self._renamed(column, after[column.name])
        for child in CHILDREN:
            columns = [
                column
                for column in child.columns
                if column.is_relation and column.field.related_model is model
            ]
            if columns:
                after[child.key] = self._entries(child, columns, after[child.key], lost)
        return after, lost

    def _renamed(self, column, value):
        old, new = self.word.slug, self.into.slug
        if column.is_many:
            return sorted({new if slug == old else slug for slug in value})
        return new if value == old else value

    def _entries(self, child, columns, entries, lost):
        kept = {}
        # Whoever comes first stays: those that do not change, or those that do.
        renamed = [
            (
                entry,
                {**entry, **{column.name: self._renamed(column, entry[column.name]) for column in columns}},
            )
            for entry in entries
        ]
        renamed.sort(key=lambda pair: (pair[0] == pair[1]) is (self.winner == Winner.MERGED))
        for _entry, after in renamed:
            stays = kept.setdefault(child.identify(after), after)
            if stays is not after and stays != after:
                lost.append((child, stays, after))
        return child.in_order(kept.values())


@dataclass(slots=True)
class MergeEffect:
    """What a merge would do: to listings, to the two words themselves, and to what else names them."""

    listings: Effect
    fields: list[FieldFate]
    uses: list[tuple]
    conflicts: list[Conflict] = field(default_factory=list)
    conflict_count: int = 0


def read_merge(merge):
    """Return the MergeEffect of a WordMerge; the first fifty listings and conflicts are told."""
    vocabularies = Vocabularies()
    conflicts, count = [], 0

    def watch(changes):
        nonlocal count
        for change in changes:
            for child, stays, goes in merge.merged(change.before)[1]:
                count += 1
                if len(conflicts) < SHOWN:
                    label = label_of_entry(child, child.identify(stays), vocabularies)
                    words = map("; ".join, told_apart(child, (stays, goes), vocabularies))
                    conflicts.append(Conflict(change.pk, change.before["name"], label, *words))

    effect = read_effect(merge, listings_with(merge.word), vocabularies=vocabularies, watch=watch)
    fates = field_fates(merge.word, merge.into)
    return MergeEffect(effect, fates, count_uses(type(merge.word), [merge.word.pk]), conflicts, count)


def listings_with(word):
    """Return the primary keys of the listings whose documents name a word, in order."""
    model, pks = type(word), set()
    for column in CLINIC_COLUMNS:
        if not column.is_relation or column.field.related_model is not model:
            continue
        if column.is_many:
            through, owner, name = through_of(column.field)
            pks.update(through.filter(**{name: word.pk}).values_list(owner, flat=True))
        else:
            named = Clinic.objects.filter(**{column.field.name: word}).order_by()
            pks.update(named.values_list("pk", flat=True))
    for child in CHILDREN:
        for column in child.columns:
            if column.is_relation and not column.is_many and column.field.related_model is model:
                named = child.model.objects.filter(**{column.field.name: word}).order_by()
                pks.update(named.values_list("clinic_id", flat=True))
    return sorted(pks)


def apply_merge(merge, seen, *, user, at, reason=""):
    """Merge a word into another in one transaction and return the BulkAct; all or nothing.

    `seen` is {primary key: version} of the listings that name the word. Raises Stopped.
    """
    with transaction.atomic():
        hold_listings()
        merge = _held(merge)
        _stop_if_others(merge.word, seen)
        stop_if_moved_on(seen)
        record = begin_record(KIND, merge.title, user=user, at=at, reason=reason)
        write_act(merge, seen, record, occasion=occasion_of(record, Act.MERGED))
        try:
            record.merged = _merge_words(merge)
        except (IntegrityError, ProtectedError) as error:
            raise Stopped(refusal(error)) from error
        record.save()
    return record


def _held(merge):
    """Return a merge with both words as they stand, held until the transaction ends."""
    model = type(merge.word)
    words = (
        model._default_manager.order_by("pk")
        .select_for_update(of=("self",))
        .in_bulk([merge.word.pk, merge.into.pk])
    )
    if len(words) < 2:
        raise Stopped(_("Nothing was changed, for one of the two was deleted meanwhile."))
    return WordMerge(words[merge.word.pk], words[merge.into.pk], merge.winner)


def _stop_if_others(word, seen):
    """Raise Stopped where listings name the word that did not when the editor looked."""
    late = set(listings_with(word)) - seen.keys()
    if late:
        names = list(
            Clinic.objects.filter(pk__in=list(late)[:500]).in_name_order().values_list("name", flat=True)
        )
        sentence = _("Nothing was changed, for these listings got %(word)s after you looked: %(names)s.")
        raise Stopped(sentence % {"word": word.name, "names": shortened(names)})


def _merge_words(merge):
    """Merge the two records themselves; return what is needed to take it back, ready for JSON."""
    word, into, model = merge.word, merge.into, type(merge.word)
    kept = {
        "word": json.loads(serializers.serialize("json", [word]))[0],
        "into": into.pk,
        "slugs": [
            *Redirect.objects.filter(kind=kind_of(model), target_key=word.pk).values_list(
                "old_slug", flat=True
            )
        ],
        "fields": {},
    }
    if model is District and _lies_in(into, word):
        kept["parent"] = into.parent_id
        model.objects.filter(pk=into.pk).update(parent=word.parent_id)
        into.parent_id = word.parent_id
    for fate in field_fates(word, into):
        if fate.value != getattr(into, fate.name):
            kept["fields"][fate.name] = [getattr(into, fate.name), fate.value]
            setattr(into, fate.name, fate.value)
    kept["uses"] = move_uses(word, into)
    lead_on(model, merged=word, into=into)
    word.delete()
    into.save()
    return kept


def _lies_in(district, other):
    """Tell whether a district lies in another one, at any depth."""
    seen, parent = set(), district.parent
    while parent is not None and parent.pk not in seen:
        if parent.pk == other.pk:
            return True
        seen.add(parent.pk)
        parent = parent.parent
    return False


def undo_merge(pk, *, user, at):
    """Take a merge of words back and return what was Undone: the word comes back with all that named it.

    Raises Stopped.
    """
    return undo_act(pk, user=user, at=at, before=_bring_back)


def _bring_back(record):
    """Store the merged word again, and let all name it that did."""
    kept = record.merged
    [stored] = serializers.deserialize("json", json.dumps([kept["word"]]), ignorenonexistent=True)
    word, model = stored.object, type(stored.object)
    _leave_out_what_is_gone(word)
    try:
        stored.save(force_insert=True)
    except IntegrityError as error:
        sentence = _("Nothing was changed, for the address or the name of %(word)s is taken now.")
        raise Stopped(sentence % {"word": word.name}) from error
    into = model._default_manager.filter(pk=kept["into"]).first()
    if into is not None:
        _part(into, word, kept)
    touch(model, [word.pk])
    move_uses_back(model, kept["uses"], record=word.pk, into=kept["into"])
    redirects = Redirect.objects.filter(kind=kind_of(model), target_key=kept["into"])
    redirects.filter(old_slug__in=kept["slugs"]).update(target_key=word.pk)
    redirects.filter(old_slug=word.slug).delete()


def _leave_out_what_is_gone(word):
    """Empty the relations of a word to records that are gone; raise Stopped where it needs one."""
    for column in word._meta.concrete_fields:
        if not column.is_relation or getattr(word, column.attname) is None:
            continue
        if not column.related_model._default_manager.filter(pk=getattr(word, column.attname)).exists():
            if not column.null:
                sentence = _("Nothing was changed, for %(word)s needs a %(what)s that was deleted since.")
                raise Stopped(sentence % {"word": word.name, "what": column.verbose_name})
            setattr(word, column.attname, None)


def _part(into, word, kept):
    """Give the other word back the fields that it had, as far as nobody changed them since."""
    for name, (before, after) in kept["fields"].items():
        if getattr(into, name) == after:
            setattr(into, name, before)
    if "parent" in kept and into.parent_id == word.parent_id:
        into.parent_id = kept["parent"]
    into.save()
