"""List the keys of the desk, and let a person switch them off."""

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from upstander.duties.casework.actions.set_keys import set_keys
from upstander.faces.desk.hall import desk_page
from upstander.faces.desk.keys import GROUPS
from upstander.faces.kit.access import signed_in
from upstander.faces.kit.acting import Request, pressed
from upstander.law.access import Act


@signed_in(act=Act.SEE_QUEUE)
@require_http_methods(["GET", "POST"])
def show(request: Request) -> HttpResponse:
    """Show every key with what it does, and the switch."""
    if request.method == "POST":
        off = request.POST.get("keys") == "off"
        said = _("Single keys are off on your pages.") if off else _("Single keys are on.")
        pressed(request, lambda: set_keys(off=off, actor=request.actor, at=timezone.now()), said)
        return HttpResponseRedirect(reverse("desk:keys"))
    off = request.actor.user is not None and request.actor.user.keys_off
    return desk_page(request, "desk/keys.html", {"groups": GROUPS, "off": off}, here="keys")
