"""The pages that work something out for a trip: the estimate, and the stay with its calendar."""

from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import TemplateView, View

from clinics.asking import FARTHEST, EstimateQuestion, PlanQuestion
from clinics.calendar_file import calendar_of
from clinics.korea import CURRENCY, SEOUL
from clinics.planning import Plan
from pricing.bars import bar, top_of_scale
from pricing.estimating import Estimate
from pricing.models import Currency, Inclusion, Treatment
from pricing.money import Span


def read_treatments():
    """Return every treatment with its procedure, as the lists of the site order them."""
    return Treatment.objects.in_order()


class EstimateView(TemplateView):
    """What a course costs by the price guide, what it costs at home, and how a quote stands to that."""

    template_name = "clinics/estimate.html"

    def get_context_data(self, **kwargs):
        question = EstimateQuestion(self.request.GET, treatments=(treatments := read_treatments()))
        return super().get_context_data(
            question=question,
            treatments=treatments,
            **(self.read_answer(question.chosen) if question.chosen["treatment"] else {}),
            **kwargs,
        )

    def read_answer(self, chosen):
        """Return what is said of a treatment."""
        treatment, quote = chosen["treatment"], chosen["quote"]
        rows = treatment.market_prices.in_guide_order().select_related("currency")
        estimate = Estimate(
            list(rows.prefetch_related("treatments")), treatment, sessions=chosen["sessions"], quote=quote
        )
        own = None if quote is None else Span(quote, quote)
        top = top_of_scale(span for span in (own, *(line.course for line in estimate.lines)) if span)
        return {
            "treatment": treatment,
            "estimate": estimate,
            "lines": [
                (line, bar(own if line.course else None, line.course, top=top)) for line in estimate.lines
            ],
            "won": Currency.objects.with_rate().filter(code=CURRENCY).first(),
            "inclusions": Inclusion.objects.order_by("position", "name"),
            "query": query_of(chosen),
        }


class PlanView(TemplateView):
    """How long a course takes, and on which days when the day of arrival is known."""

    template_name = "clinics/plan.html"

    @cached_property
    def today(self):
        """The day of the request in Seoul."""
        return timezone.localdate(timezone.now(), SEOUL)

    def get_context_data(self, **kwargs):
        treatments = read_treatments()
        question = PlanQuestion(self.request.GET, treatments=treatments, today=self.today)
        return super().get_context_data(
            question=question,
            treatments=treatments,
            today=self.today,
            farthest=self.today + FARTHEST,
            plan=read_plan(question.chosen),
            query=query_of(question.chosen),
            **kwargs,
        )


class PlanCalendarView(View):
    """The same plan as a calendar file; whoever asks for what cannot be planned is led to the page."""

    http_method_names = ["get", "head", "options"]

    def get(self, request):
        """Answer the file, or lead to the page that says what is missing."""
        today = timezone.localdate(timezone.now(), SEOUL)
        question = PlanQuestion(request.GET, treatments=read_treatments(), today=today)
        plan = read_plan(question.chosen)
        page = reverse("clinics:plan")
        if plan is None or not plan.has_days or question.problems:
            query = request.GET.urlencode()
            return HttpResponseRedirect(f"{page}?{query}" if query else page)
        url = f"{settings.SITE_URL}{page}?{query_of(question.chosen)}"
        response = HttpResponse(
            calendar_of(plan, host=urlsplit(settings.SITE_URL).hostname, url=url),
            content_type="text/calendar; charset=utf-8",
        )
        name = f"{plan.treatment.slug}-{plan.arrive:%Y-%m-%d}.ics"
        response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
        response.headers["X-Robots-Tag"] = "noindex"
        return response


def read_plan(chosen):
    """Return the Plan of what was chosen, or None without a treatment."""
    treatment = chosen["treatment"]
    if treatment is None:
        return None
    rules = treatment.procedure.care_rules.order_by("-phase", "position")  # before, then after
    return Plan(treatment, sessions=chosen["sessions"], arrive=chosen["arrive"], care_rules=rules)


def query_of(chosen):
    """Return the query string of chosen values, in the order of the parameters."""
    values = {**chosen, "treatment": chosen["treatment"] and chosen["treatment"].slug}
    return urlencode({name: value for name, value in values.items() if value is not None})
