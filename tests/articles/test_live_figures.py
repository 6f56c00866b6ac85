"""One figure in one place: an editor changes a record, and every page says so in its next answer."""

import pytest
from django.urls import reverse

from clinics.models import Clinic
from pricing.models import MarketPrice, Procedure
from tests.admin_forms import send_form
from tests.articles.texts import save_text
from tests.factories import (
    make_clinic,
    make_emergency_contact,
    make_market_price,
    make_procedure,
    make_treatment,
)
from tests.html import read

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

BODY = """
A package for the crown costs {price}`crown package`. Call {emergency}`119`.

```{market-prices}
:basis: package
```

```{care-timeline}
:treatment: crown
```

```{comparison}
:clinics: one, two
```
"""


@pytest.fixture
def guide():
    """The address of a guide with figures."""
    crown = make_treatment(slug="crown", name="Crown", procedure=make_procedure(slug="smp"), sessions=(2, 3))
    make_market_price("Crown", 2000, 3500, treatments=[crown], estimated=True)
    make_emergency_contact("119")
    for slug in ("one", "two"):
        make_clinic(slug=slug, name=slug.capitalize(), technology="Machines")
    return save_text(BODY).get_absolute_url()


def change(admin_client, record, **changes):
    """Change a record in the admin, as an editor does."""
    name = f"admin:{record._meta.app_label}_{record._meta.model_name}_change"
    response = send_form(admin_client, reverse(name, args=[record.pk]), **changes)
    assert response.status_code == 302, response.context["errors"]


def test_price_changed_in_the_admin_is_everywhere_in_the_next_answer(guide, client, admin_client):
    pages = [guide, "/prices/", "/treatments/crown/", "/prices/estimate/?treatment=crown"]
    for address in pages:
        assert "$2,000–$3,500" in client.get(address).text, address

    change(admin_client, MarketPrice.objects.get(), low="2100", high="3700")

    for address in pages:
        text = client.get(address).text
        assert "$2,100–$3,700" in text, address
        assert "$2,000–$3,500" not in text, address
    [row] = client.get("/api/v1/market-prices/").json()
    assert (row["low"], row["high"]) == (2100, 3700)
    assert client.get(guide).text.count("$2,100–$3,700") == 2


def test_days_changed_in_the_admin_change_the_guide(guide, client, admin_client):
    assert "10–14 days apart" in client.get(guide).text

    change(admin_client, Procedure.objects.get(), days_between_max="21")

    assert "10–21 days apart" in client.get(guide).text


def test_clinic_changed_or_taken_away_in_the_admin_changes_the_guide(guide, client, admin_client):
    change(admin_client, Clinic.objects.get(slug="one"), technology="Needles")
    assert "Needles" in client.get(guide).text

    change(admin_client, Clinic.objects.get(slug="one"), status="archived")
    text = client.get(guide).text
    assert "Needles" not in text
    assert "Machines" not in text  # one clinic is no comparison


def test_page_with_every_figure_is_sound(guide, client):
    page = read(client.get(guide))

    assert len(page.find_all("table")) == 3


def test_preview_names_what_is_not_known_and_the_page_does_not(client, admin_client):
    article = save_text("From {price}`crwn package`.")

    preview = admin_client.get(reverse("admin:articles_article_preview", args=[article.pk])).text
    page = client.get(article.get_absolute_url()).text

    assert "Line 6: There is no treatment “crwn”." in preview
    assert "crwn" not in page
