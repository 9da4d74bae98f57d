"""Declare who may open a view; the middleware `Access` refuses every view that declares nothing.

Put exactly one of these on each view, next to the view:

    from upstander.faces.kit.access import public_page, signed_in, with_token
    from upstander.law.access import Act

    @public_page                     # anyone; request.actor is PUBLIC, or the user who happens to be signed in
    def start(request): ...

    @signed_in(act=Act.SEE_QUEUE)    # signed in with a second factor, in a role that may ever do the act
    def queue(request): ...

    @signed_in                       # signed in with a second factor, any role
    def home(request): ...

    @with_token(act=Act.SEND_REPORTS)  # a partner's machine: `Authorization: Bearer ...`; request.actor is the partner
    def reports(request): ...

A class-based view is declared where it is put into the addresses, and a library's whole list of addresses at once:

    path("queue/", signed_in(act=Act.SEE_QUEUE)(Queue.as_view()), name="queue")
    urlpatterns = declare(with_token(act=Act.SEND_REPORTS), api.urls[0])

The declaration opens the door of the room only. Which case someone may touch is decided behind it, by
`record.cases.grants.require` in actions and `visible_to` in queries.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import wraps
from typing import Any, TypeVar, cast, overload

from django.urls import URLPattern, URLResolver, get_resolver

from upstander.law.access import Act

View = TypeVar("View", bound=Callable[..., Any])


class Needs(StrEnum):
    """What someone must show before a view is called."""

    NOTHING = "nothing"
    SESSION = "session"
    """Signed in; the second factor may still be missing. For enrolment and signing out alone."""
    FACTOR = "factor"
    """Signed in with a second factor."""
    TOKEN = "token"  # noqa: S105 - a word, not a secret


@dataclass(frozen=True)
class Declaration:
    """What a view asks for: what must be shown, and the act that the role must be able to do in some relation."""

    needs: Needs
    act: Act | None = None


def public_page(view: View) -> View:
    """Let anyone open the view."""
    return cast(View, _declared(view, Declaration(Needs.NOTHING)))


@overload
def signed_in(view: View) -> View: ...
@overload
def signed_in(view: None = None, *, act: Act | None = None) -> Callable[[View], View]: ...
def signed_in(view: Any = None, *, act: Act | None = None) -> Any:
    """Let someone open the view who is signed in with a second factor and whose role may ever do `act`."""
    return _decorator(view, Declaration(Needs.FACTOR, act))


@overload
def before_factor(view: View) -> View: ...
@overload
def before_factor(view: None = None) -> Callable[[View], View]: ...
def before_factor(view: Any = None) -> Any:
    """Let someone open the view who is signed in, even while the second factor is still to be set up."""
    return _decorator(view, Declaration(Needs.SESSION))


@overload
def with_token(view: View) -> View: ...
@overload
def with_token(view: None = None, *, act: Act | None = None) -> Callable[[View], View]: ...
def with_token(view: Any = None, *, act: Act | None = None) -> Any:
    """Let a partner's machine call the view: a running token, and a role that may ever do `act`."""
    return _decorator(view, Declaration(Needs.TOKEN, act))


def declare(decorator: Callable[[Any], Any], patterns: list[Any]) -> list[Any]:
    """Put one declaration on every view of addresses that come from elsewhere; declared ones stay as they are."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            declare(decorator, pattern.url_patterns)
        elif declaration_of(pattern.callback) is None:
            pattern.callback = decorator(pattern.callback)
    return patterns


def declaration_of(view: Any) -> Declaration | None:
    """Return what a view declares, None when it declares nothing."""
    found = getattr(view, "access", None)
    return found if isinstance(found, Declaration) else None


def every_address(
    patterns: list[Any] | None = None, prefix: str = "", space: str = ""
) -> Iterator[tuple[str, str, Any]]:
    """Yield name (with its namespace), route and view of every address of the hub."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield f"{space}{pattern.name or ''}", route, pattern.callback
        else:
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from every_address(pattern.url_patterns, route, inner)


def undeclared() -> list[str]:
    """Return the routes whose view declares nothing, for `upstander check`: nobody can open them."""
    return [route for _name, route, view in every_address() if declaration_of(view) is None]


def _decorator(view: Any, declaration: Declaration) -> Any:
    if view is not None:
        return _declared(view, declaration)
    return lambda inner: _declared(inner, declaration)


def _declared(view: Any, declaration: Declaration) -> Any:
    @wraps(view)
    def declared(*args: Any, **kwargs: Any) -> Any:
        return view(*args, **kwargs)

    declared.access = declaration  # type: ignore[attr-defined]
    return declared
