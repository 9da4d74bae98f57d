"""Search as somebody of the hub would, or rebuild what the search finds."""

import argparse
import sys

from upstander.config.command import start_django

REBUILD = "rebuild"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take what to look for and through whose eyes, or the word rebuild."""
    parser.add_argument("text", nargs="+", metavar="TEXT", help="what to look for, or the one word `rebuild`")
    parser.add_argument("--as", dest="email", metavar="EMAIL", help="look through the eyes of this person; journalled")
    parser.add_argument("--whole", action="store_true", help="rebuild: empty the index first")


def run(args: argparse.Namespace) -> int:
    """Print what is found, one line a result; exit 1 when nothing is, 2 when nobody may look."""
    start_django()
    if args.text == [REBUILD] and not args.email:
        return _rebuild(whole=args.whole)
    if not args.email:
        print("Say through whose eyes: upstander search TEXT --as EMAIL.", file=sys.stderr)  # noqa: T201
        return 2
    return _find(" ".join(args.text), args.email)


def _find(text: str, email: str) -> int:
    from django.db import transaction
    from django.utils import timezone

    from upstander.duties.casework.actions.search import search
    from upstander.faces.desk.found import line_of, records
    from upstander.record.cases.fence import viewer_of
    from upstander.record.fence.viewer import seen_as
    from upstander.record.journal.writing import consulted
    from upstander.record.people.actors import NotAllowed, acting
    from upstander.record.people.models import User
    from upstander.record.search.finding import find

    user = User.objects.filter(email__iexact=email, is_active=True).first()
    if user is None:
        print(f"There is nobody here with the address {email}.", file=sys.stderr)  # noqa: T201
        return 2
    actor, at = acting(user), timezone.now()
    try:
        kept = search(typed=text, actor=actor, at=at)
    except NotAllowed as refusal:
        print(refusal, file=sys.stderr)  # noqa: T201
        return 2
    with seen_as(viewer_of(actor)):
        answer = find(actor, text)
        with transaction.atomic():
            consulted(actor, [kept, *records(answer.shown)], page="command/search", at=at)
    if answer.mistyped:
        print("This looks like a reference with a mistyped character.")  # noqa: T201
    for result in answer.shown:
        line = line_of(result)
        print(f"{result.case.reference}  {line.what}  {line.why}")  # noqa: T201
    if not answer.shown:
        print("Nothing found.")  # noqa: T201
    return 0 if answer.shown else 1


def _rebuild(*, whole: bool) -> int:
    from upstander.record.search.rebuilding import rebuild

    def told(kind: str, seen: int, filed: int) -> None:
        print(f"{kind}: {seen} looked at, {filed} filed anew", flush=True)  # noqa: T201

    anew = rebuild(whole=whole, told=told)
    print(f"{anew} filed anew." if anew else "Everything was filed as it stands.")  # noqa: T201
    return 0
