"""Which tables stand on the pages about a decision: from time limits to what a victim is owed."""

from __future__ import annotations

from upstander.law.pages.columns import allowed, asked, clock_named, force_named, level, roles
from upstander.law.pages.markdown import Page, Section, called, get, items, name, words

LIMITS = Page(
    "time-limits",
    "Time limits and consents",
    "When somebody is warned of a time limit, and who must consent to a charge.",
    "The limits themselves stand with each offence; here is what goes for all of them.",
    (
        Section(
            "Warnings",
            "warnings of time limits",
            (("Warning", name), ("When so much of the time has run", lambda e: f"{e.percent} in 100")),
        ),
        Section("Who consents", "who consents", (("Who", called),)),
        Section(
            "Consents needed in some cases only",
            "consents needed in some cases",
            (("Words in the offence that say so", lambda e: f"\u201c{e.words.strip()}\u201d"),),
        ),
    ),
)
RECORDING = Page(
    "recording",
    "Recording a crime",
    "When a crime is recorded, whose time it is, and who signs before.",
    "A crime is recorded once it is more likely than not, within 24 hours of the first receipt anywhere in policing."
    " A communications offence needs more: the threshold clearly met, and a supervisor's signature.",
    (
        Section(
            "What the rules ask",
            "rules of recording",
            (("Rule", called), ("Part", words("part")), ("What it asks", get("text"))),
        ),
        Section(
            "Who signs before it is recorded",
            "sign-off",
            (("For", words("applies_to")), ("Who", roles), ("What is asked", get("sentence"))),
        ),
        Section(
            "Whose time it is",
            "shares of the recording clock",
            (("Share", called), ("From", words("starts")), ("Until", words("ends"))),
            "The 24 hours are shared among those who had the matter; each share is shown apart.",
        ),
        Section("Parts of the rules", "parts of the recording rules", (("Part", words("id")), ("About", get("title")))),
        Section("Flags", "flags on a crime", (("Flag", called), ("When", get("text")))),
    ),
)
STRANDS = Page(
    "strands",
    "Strands",
    "The characteristics that hostility is recorded for, and the faiths targeted.",
    "Five strands are counted nationally; others are recorded and followed locally. No strand at all is an answer too.",
    (
        Section(
            "Strands", "strands", (("Strand", called), ("Counted nationally", get("monitored")), ("Means", get("hint")))
        ),
        Section("Rules", "rules on strands", (("Rule", called), ("What it says", get("text")))),
        Section("Faiths targeted", "faiths", (("Faith", called), ("Beside the strand", get("strand")))),
    ),
)
EXPRESSION = Page(
    "expression",
    "Freedom of expression",
    "What is recorded before a decision, and before anybody contacts who posted.",
    "Each question is answered before a decision stands. None is ever answered beforehand.",
    (
        Section(
            "Questions",
            "expression",
            (("Question", called), ("What to think of", get("hint")), ("Answers offered", items("answers"))),
        ),
    ),
)
PUBLIC_INTEREST = Page(
    "public-interest",
    "What a prosecutor weighs",
    "The stages of the test, the factors of the public interest, and categories of posts.",
    "The hub prepares and advises; a prosecutor decides. Factors are weighed, never counted.",
    (
        Section("Stages", "stages of a prosecution", (("Stage", called), ("What it asks", get("text")))),
        Section(
            "Factors of the public interest",
            "factors of the public interest",
            (("Question", called), ("What to think of", get("hint")), ("Weighs", get("weighs"))),
        ),
        Section(
            "Categories of posts",
            "categories of posts",
            (("Category", called), ("What", get("text")), ("Threshold", get("threshold"))),
        ),
    ),
)
CHILDREN = Page(
    "children",
    "Children",
    "What follows where a victim or the person who posted is a child.",
    "Anybody under 18 takes a route of their own. An age is reached at the first moment of the birthday; somebody"
    " born on 29 February reaches it on 1 March of other years.",
    (
        Section(
            "Rules of age",
            "rules of age",
            (
                ("Rule", called),
                ("Who", get("who")),
                ("Below", lambda e: str(e.below)),
                (
                    "Age on",
                    lambda e: {"conduct": "the day of the conduct", "today": "the day it is looked at"}[e.counted_on],
                ),
                ("What follows", get("route")),
            ),
        ),
        Section(
            "Answers that may mean a child",
            "answers that may mean a child",
            (("Rule", called), ("Question answered yes", get("question")), ("What follows", get("route"))),
        ),
    ),
)
DISPOSITION = Page(
    "dispositions",
    "What is no crime, and closing",
    "What may become of what is no crime, old records, and the reasons for closing.",
    "What becomes of a matter that is no crime follows the policy of the day, and a force may have its own. An"
    " unanswered question never counts as passed.",
    (
        Section(
            "Policies",
            "dispositions",
            (
                ("Policy", called),
                ("Followed by", lambda e: force_named(e.force)),
                ("What is asked", asked),
                ("What may become of it", allowed),
            ),
        ),
        Section(
            "Review of old records",
            "reviews of old records",
            (
                ("Review", called),
                ("Covers", items("covers")),
                ("Leaves alone", items("keeps")),
                ("May decide", items("decisions")),
                ("Months", get("within_months")),
            ),
        ),
        Section(
            "Reasons for closing",
            "closing reasons",
            (
                ("Reason", called),
                ("Closes", get("crime")),
                ("What the person is told", get("sentence")),
                ("Outcome", get("outcome")),
            ),
        ),
    ),
)
OUTCOMES = Page(
    "outcomes",
    "Outcomes",
    "The Home Office's types and the hub's wider list of results.",
    "A unit that counts charges alone looks as if it did nothing. What was removed, advised, taught or put right is"
    " a result too.",
    (
        Section(
            "Outcomes",
            "outcomes",
            (("Code", lambda e: f"`{e.code}`"), ("Outcome", name), ("A result", get("positive"))),
        ),
    ),
)
VICTIMS = Page(
    "victims",
    "What a victim is owed",
    "Rights under the Victims' Code, and the clock that keeps each.",
    "Enhanced rights are the default here. Where the Code sets no time, no clock is named.",
    (
        Section("Levels", "levels of victims' rights", (("Level", level), ("Who", get("text")))),
        Section(
            "Rights",
            "rights of victims",
            (
                ("What", called),
                ("Right", get("right")),
                ("When", get("when")),
                ("In time, enhanced", clock_named("enhanced")),
                ("In time, standard", clock_named("standard")),
            ),
        ),
    ),
)

PAGES = (LIMITS, RECORDING, STRANDS, EXPRESSION, PUBLIC_INTEREST, CHILDREN, DISPOSITION, OUTCOMES, VICTIMS)
