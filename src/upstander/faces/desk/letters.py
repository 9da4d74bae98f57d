"""Show an officer the words that a complainant will read, before they are sent."""

from collections.abc import Sequence

from django.utils import timezone
from django.utils.translation import get_language

from upstander.duties.care.wording import Facts, language_of, paragraphs


def preview(of: str, reasons: Sequence[str], reference: str = "R-....-....-..") -> list[str]:
    """Return the paragraphs of the letter `of` for these coded reasons, as the person targeted would read them."""
    facts = Facts(reference=reference, on=timezone.localdate(), reasons=tuple(reasons))
    return paragraphs(of, facts, language_of(get_language() or "en"))
