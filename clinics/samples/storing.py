"""Store sample clinics and take them away again."""

from django.db import transaction

from clinics.documents import Change, hold_listings, in_chunks
from clinics.history import Occasion, delete_listings, write_listings
from clinics.models import Act, Clinic, RegisterId

from .making import SOURCE, make_sample
from .stock import Stock

DEFAULT_SEED = 1


@transaction.atomic
def add_samples(numbers, *, today, seed=DEFAULT_SEED):
    """Store the sample clinics of these numbers that are not there yet; return how many were added.

    What is there stays as it is, even if an editor changed it or another day made it. Raises NothingToSample.
    """
    stock = Stock.read()
    hold_listings()
    added = 0
    for chunk in in_chunks(numbers):
        samples = [make_sample(number, seed=seed, today=today, stock=stock) for number in chunk]
        missing = list(without_stored(samples))
        write_listings([Change(sample) for sample in missing], occasion=Occasion(Act.SAMPLED))
        added += len(missing)
    return added


def without_stored(samples):
    """Yield the samples of which the database knows neither the number nor the address."""
    numbers = RegisterId.objects.filter(
        source=SOURCE, identifier__in=[sample["register_ids"][SOURCE] for sample in samples]
    )
    stored = set(numbers.values_list("identifier", flat=True))
    taken = Clinic.objects.filter(slug__in=[sample["slug"] for sample in samples])
    slugs = set(taken.values_list("slug", flat=True))
    for sample in samples:
        if sample["register_ids"][SOURCE] not in stored and sample["slug"] not in slugs:
            yield sample


@transaction.atomic
def remove_samples():
    """Delete every sample clinic of any seed with its prices and findings; return how many there were."""
    hold_listings()
    samples = Clinic.objects.filter(register_ids__source=SOURCE, is_example=True)
    return delete_listings(list(samples.values_list("pk", flat=True)), occasion=Occasion(Act.DELETED))
