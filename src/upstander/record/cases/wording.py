"""Look for wording of threat in what was reported: it may bring a case forward, and never puts one back."""

from datetime import date

from django.conf import settings
from django.utils import timezone

from upstander.engines.triage.signals import Signals, signals, version
from upstander.record.cases.lexicon import lexicon_on
from upstander.record.cases.models import Case, Report, ReportedPost

THREAT = "threat"
OFF = "off"
MOST_READ = 100_000
"""Characters of one text that are read while a report is taken in; a page that shows a text reads it whole."""


def look(text: str, *, on: date | None = None, language: bool = True) -> Signals:
    """Return what the tool points at in a text, with offsets into it; nothing where it is switched off."""
    if not settings.TRIAGE:
        return Signals()
    return signals(text, lexicon_on(on or timezone.localdate()), language=language)


def tool() -> str:
    """Return which rules and words are at work, as a code for the journal; `off` where the tool is switched off."""
    return version(lexicon_on(timezone.localdate())) if settings.TRIAGE else OFF


def wording_of(report: Report) -> str:
    """Return `threat` where the report holds wording of threat or incitement, otherwise nothing.

    In a quoted post, wording that is somebody else's or negated does not count. In people's own accounts it does when
    it is somebody else's: telling what others wrote is what an account is for.
    """
    if not settings.TRIAGE:
        return ""
    posts = ReportedPost.objects.filter(report=report).values_list("text", flat=True)
    own = (report.account, report.why, *report.additions.values_list("text", flat=True))
    lexicon = lexicon_on(timezone.localdate())
    for texts, is_own in ((posts, False), (own, True)):
        for text in texts:
            found = signals(text[:MOST_READ], lexicon, language=False)
            if found.threat or (is_own and any(hit.is_threat and not hit.negated for hit in found.hits)):
                return THREAT
    return ""


def bring_forward(case: Case, report: Report) -> str:
    """Mark the case where the report holds wording that asks for an earlier look; `settle` must follow.

    A mark is never taken away: neither by another report nor by switching the tool off.
    """
    case.wording = case.wording or wording_of(report)
    return case.wording
