"""Where oversight begins: the journal for an auditor, the accounts for an administrator."""

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse

from upstander.faces.kit.access import signed_in
from upstander.faces.kit.acting import Request
from upstander.law.access import Act, may_ever
from upstander.record.people.actors import require_role


@signed_in
def home(request: Request) -> HttpResponse:
    """Send an auditor to the journal, and an administrator to the accounts. Raises NotAllowed for everybody else."""
    if may_ever(request.actor.role, Act.READ_JOURNAL):
        return HttpResponseRedirect(reverse("oversight:audit"))
    require_role(request.actor, Act.MANAGE_ACCOUNTS)
    return HttpResponseRedirect(reverse("oversight:accounts"))
