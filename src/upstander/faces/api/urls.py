"""The addresses of the API for partners' machines: send a report, ask how it stands, read the description."""

from django.urls import path

from upstander.faces.api.reports import api
from upstander.faces.kit.access import declare, public_page, with_token
from upstander.law.access import Act

_patterns, _app, _namespace = api.urls
_open = {"openapi-json", "api-root"}
"""The description says nothing about anybody; the root is only ever a 404."""
declare(public_page, [pattern for pattern in _patterns if getattr(pattern, "name", "") in _open])
declare(with_token(act=Act.SEND_REPORTS), _patterns)

urlpatterns = [path("", (_patterns, _app, _namespace))]
