"""Figures of the price guide and claims that stand without a source (fact S263)."""

from django.db.models import Q
from django.utils.translation import gettext as _

from pricing.models import MarketPrice, Procedure

from .tasks import Task, field


def unsourced(*, at):
    """Return a Task for each claim about prices at home and each row of the price guide without a source."""
    claims = Procedure.objects.filter(percent_below_home_min__isnull=False, home_price_source="")
    tasks = [
        Task(name, _("prices at home: no source"), pk, field("home_price_source"), "pricing_procedure")
        for pk, name in claims.values_list("pk", "name")
    ]
    rows = MarketPrice.objects.filter(Q(source="") | Q(checked_on__isnull=True)).in_guide_order()
    for pk, label, source in rows.values_list("pk", "label", "source"):
        sentence, anchor = (_("no day of a check"), "checked_on") if source else (_("no source"), "source")
        tasks.append(Task(label, sentence, pk, field(anchor), "pricing_marketprice"))
    return tasks
