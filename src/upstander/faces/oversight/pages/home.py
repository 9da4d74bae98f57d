"""Where oversight begins: the journal for an auditor, the accounts for an administrator."""

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse

from upstander.faces.kit.access import signed_in
from upstander.faces.kit.acting import Request
from upstander.law.access import Act, may_ever


@signed_in(act=Act.SET_TRIPWIRE)
def home(request: Request) -> HttpResponse:
    """Send an auditor to the journal, and an administrator to the accounts."""
    reads = may_ever(request.actor.role, Act.READ_JOURNAL)
    return HttpResponseRedirect(reverse("oversight:audit" if reads else "oversight:accounts"))
