"""Record what some words of a report say in another language, by whom, beside the words as they came."""

import re
from datetime import date, datetime
from hashlib import sha256

from django.utils import timezone

from upstander.law.access import Act
from upstander.record.cases.grants import locked_case_of, require
from upstander.record.cases.models import Addition, Report, ReportedPost, Translation
from upstander.record.cases.states import WrongState
from upstander.record.fence.viewer import action
from upstander.record.journal.verbs import Verb
from upstander.record.journal.writing import record
from upstander.record.people.actors import Actor, user_of
from upstander.record.search.keeping import keep_row
from upstander.record.search.sources import TRANSLATIONS
from upstander.record.work.asking import due

COLUMNS = ("account", "why", "target_note", "poster_note", "event_note", "found_how")
"""The columns of a report whose words may be translated; `addition 7` names something that was added."""
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_ADDITION = re.compile(r"addition (\d{1,18})")


@action
def add_translation(
    *, report: Report, post: ReportedPost | None = None, column: str = "", language_from: str, language_to: str = "en",
    text: str, made_by: str, maker: str, made_on: date, actor: Actor, at: datetime,
) -> Translation:  # fmt: skip
    """Keep a translation of the words of one post, or of one column of the report. The words themselves stay.

    A second one of the same words stands beside the first. Raises NotAllowed, WrongState.
    """
    case = locked_case_of(report)
    require(actor, Act.TRANSLATE, case)
    words = words_of(report, post, column)
    if not words.strip():
        raise WrongState("There are no words to translate there.")
    if not text.strip():
        raise WrongState("Enter the translation.")
    if not maker.strip():
        raise WrongState("Say who or what translated it.")
    if not (_LANGUAGE.fullmatch(language_from) and _LANGUAGE.fullmatch(language_to)):
        raise WrongState("Choose both languages.")
    if language_from == language_to:
        raise WrongState("Choose two different languages.")
    if made_on > timezone.localdate(at):
        raise WrongState("The day of the translation lies in the future.")
    row = Translation.objects.create(
        report=report, post=post, column="" if post else column, language_from=language_from, language_to=language_to,
        text=text.strip(), made_by=Translation.MadeBy(made_by), maker=maker.strip(), made_on=made_on,
        words_sha256=sha256(words.encode()).hexdigest(), recorded_by=user_of(actor), recorded_at=at,
    )  # fmt: skip
    keep_row(TRANSLATIONS, row)
    record(
        actor, Verb.TRANSLATED, report, at=at, about=[case, row, *([post] if post else [])],
        made_by=row.made_by, language_from=language_from, language_to=language_to,
    )  # fmt: skip
    due("package_stale", case=case)
    return row


def words_of(report: Report, post: ReportedPost | None, column: str) -> str:
    """Return the words that are meant. Raises WrongState for what is no part of the report."""
    if post is not None:
        if post.report_id != report.pk:
            raise WrongState("That post is not in this report.")
        return post.text
    if column in COLUMNS:
        return str(getattr(report, column))
    if found := _ADDITION.fullmatch(column):
        addition = Addition.objects.filter(report=report, pk=int(found[1])).first()
        if addition is not None:
            return addition.text
    raise WrongState("That is no part of the report that can be translated.")
