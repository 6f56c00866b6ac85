"""Saying a thing once and showing it in several places of a page's head: its title, description, address."""

from django import template

register = template.Library()


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
