from rest_framework.negotiation import DefaultContentNegotiation


class OneFormat(DefaultContentNegotiation):
    """Answer in the one format that an address has, whatever a client says it accepts (RFC 9110, 12.5.1).

    Nobody is refused: not a spreadsheet that asks for text/csv, nor a browser that asks for a page.
    """

    def select_renderer(self, request, renderers, format_suffix=None):
        return renderers[0], renderers[0].media_type
