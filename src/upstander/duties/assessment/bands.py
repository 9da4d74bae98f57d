"""The bands as law.triage names them and as a case keeps them."""

from upstander.law.triage import Level
from upstander.record.cases.queue import HIGH, MEDIUM, STANDARD

NUMBERS: dict[str, int] = {"high": HIGH, "medium": MEDIUM, "standard": STANDARD}
LEVELS: dict[int, Level] = {HIGH: "high", MEDIUM: "medium", STANDARD: "standard"}
