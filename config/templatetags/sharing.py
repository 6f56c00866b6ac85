"""Saying a thing once, for several places of a page's head or for all pages, and addresses found once."""

from django import template

from clinics.bounded import Bounded
from pricing.addresses import address_of

MOST_SAME = 200  # of one place in a template

register = template.Library()


@register.simple_tag
def address(view, slug=None):
    """Say the address of a view that takes a slug or nothing: as `url` does, in a fifth of the time."""
    return address_of(view, slug)


class Remember(template.Node):
    """Keeps what its content says under a name; it was escaped as it was rendered, and is not again."""

    def __init__(self, name, nodelist):
        self.name = name
        self.nodelist = nodelist

    def render(self, context):
        """Show nothing: the text is for what follows."""
        context[self.name] = self.nodelist.render(context)
        return ""


@register.tag
def remember(parser, token):
    """Read {% remember NAME %} … {% endremember %}."""
    parts = token.split_contents()
    if len(parts) != 2:
        raise template.TemplateSyntaxError("remember takes the name under which to keep its content.")
    nodelist = parser.parse(["endremember"])
    parser.delete_first_token()
    return Remember(parts[1], nodelist)


class Same(template.Node):
    """Renders its content once for each row of values of some variables, which must be all it depends on."""

    def __init__(self, variables, nodelist):
        self.variables = variables
        self.nodelist = nodelist
        self.rendered = Bounded(lambda: MOST_SAME)

    def render(self, context):
        """Show the content."""
        values = tuple(variable.resolve(context) for variable in self.variables)
        html = self.rendered.get(values)
        if html is None:
            html = self.nodelist.render(context)
            self.rendered.add(values, html, size=1)
        return html


@register.tag
def same(parser, token):
    """Read {% same VARIABLE … %} … {% endsame %}."""
    variables = [parser.compile_filter(part) for part in token.split_contents()[1:]]
    nodelist = parser.parse(["endsame"])
    parser.delete_first_token()
    return Same(variables, nodelist)
