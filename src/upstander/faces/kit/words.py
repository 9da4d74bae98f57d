"""Say times, ages, numbers and strange characters in words that people read."""

import re
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.dates import MONTHS
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from markupsafe import Markup

from upstander.engines.text import escape_controls

LONDON = ZoneInfo("Europe/London")


def when(moment: date | datetime | None) -> str:
    """Return `14 June 2026 at 2:01pm` in London time for a moment, `14 June 2026` for a day, nothing for None."""
    if moment is None:
        return ""
    if not isinstance(moment, datetime):
        return _day(moment)
    local = moment.replace(tzinfo=LONDON) if moment.tzinfo is None else moment.astimezone(LONDON)
    return _("%(day)s at %(time)s") % {"day": _day(local), "time": _time(local)}


def _day(day: date) -> str:
    return f"{day.day} {MONTHS[day.month]} {day.year}"


def _time(local: datetime) -> str:
    if local.minute == 0 and local.hour in (0, 12):
        return _("midday") if local.hour else _("midnight")
    return f"{local.hour % 12 or 12}:{local.minute:02}{'am' if local.hour < 12 else 'pm'}"


def span(length: timedelta) -> str:
    """Return a length of time in its largest sensible unit: `45 minutes`, `3 hours`, `12 days`, `4 months`."""
    minutes = int(abs(length.total_seconds()) // 60)
    hours, days = minutes // 60, minutes // 1440
    if minutes < 1:
        return _("less than a minute")
    if minutes < 120:
        return ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": minutes}
    if hours < 48:
        return ngettext("%(n)s hour", "%(n)s hours", hours) % {"n": hours}
    if days < 90:
        return ngettext("%(n)s day", "%(n)s days", days) % {"n": days}
    if days < 730:
        return ngettext("%(n)s month", "%(n)s months", days // 30) % {"n": days // 30}
    return ngettext("%(n)s year", "%(n)s years", days // 365) % {"n": days // 365}


def ago(moment: datetime | None, now: datetime | None = None) -> str:
    """Return how long ago `moment` was (`3 days ago`), or `in 3 days` when it is still to come."""
    if moment is None:
        return ""
    gone = (now or timezone.now()) - moment
    template = _("%(age)s ago") if gone >= timedelta(0) else _("in %(age)s")
    return template % {"age": span(gone)}


def left(until: datetime | None, now: datetime | None = None) -> str:
    """Return the time left before a clock runs out (`2 hours left`), or `overdue by 3 days`."""
    if until is None:
        return ""
    rest = until - (now or timezone.now())
    template = _("%(age)s left") if rest > timedelta(0) else _("overdue by %(age)s")
    return template % {"age": span(rest)}


def number(value: int | float | None, places: int = 0) -> str:
    """Return `24,783`, or with `places` digits after the point."""
    return "" if value is None else f"{value:,.{places}f}"


def defang(link: str | None) -> str:
    """Return a reported link so that nobody opens it by accident: `hxxps://example[.]org`."""
    from upstander.engines.matching.links import defang as without_fangs

    return without_fangs(link) if link else ""


def visible(text: str | None) -> Markup:
    """Return text from outside escaped, kept from turning what is round it, its unseen characters written out."""
    return Markup("<bdi>{}</bdi>").format(escape_controls(text)) if text else Markup("")


def unquoted(sentence: str | None) -> str:
    """Return a sentence of matching without the words that it quotes: they are shown where they are asked for."""
    return re.sub(r"“.*”", _("(words hidden)"), sentence, flags=re.DOTALL) if sentence else ""
