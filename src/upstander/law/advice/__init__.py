"""Advice: which offences the facts could meet, element by element, with reasons. It advises and never decides."""

from upstander.law.advice.advising import advise
from upstander.law.advice.asking import OpenQuestion, open_questions
from upstander.law.advice.model import Advice, ElementRow, Near, OffenceRow

__all__ = ["Advice", "ElementRow", "Near", "OffenceRow", "OpenQuestion", "advise", "open_questions"]
