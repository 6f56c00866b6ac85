"""Addresses of records: the same as Django's, wherever the site is mounted."""

import pytest
from django.urls import reverse, set_script_prefix

from pricing.addresses import address_of

VIEWS = ["clinics:detail", "clinics:district", "pricing:treatment", "articles:category"]


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("prefix", ["/", "/atlas/", "/slug/"])
def test_address_is_the_one_that_django_gives(view, prefix):
    set_script_prefix(prefix)
    try:
        assert address_of(view, "a-clinic-1") == reverse(view, args=["a-clinic-1"])
    finally:
        set_script_prefix("/")
