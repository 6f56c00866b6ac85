from django.utils.cache import has_vary_header

POLICIES = {
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}


class BrowserPolicyMiddleware:
    """Set the policies for browsers that neither Django nor django-csp sets, where a view sets no other."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        for name, value in POLICIES.items():
            response.headers.setdefault(name, value)
        # Anyone may keep a page that is the same for everybody, and asks whether it changed: edits show.
        if not response.cookies and not has_vary_header(response, "Cookie"):
            response.headers.setdefault("Cache-Control", "public, no-cache")
        return response
