"""Give a force the page that checks packages in a browser, by another way than inside the package that it checks."""

from io import BytesIO

from django.http.response import HttpResponseBase
from django.views.decorators.http import require_GET

from upstander.engines.sealing.page import page
from upstander.faces.kit.access import signed_in
from upstander.faces.kit.acting import Request
from upstander.faces.kit.attachment import bytes_to_save
from upstander.law.access import Act


@signed_in(act=Act.ANSWER_OFFER)
@require_GET
def send(request: Request) -> HttpResponseBase:
    """Send verify.html to be saved: it holds nothing of any case, and is opened from the disk, without a network."""
    return bytes_to_save(BytesIO(page()), "verify.html")
