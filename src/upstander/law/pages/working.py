"""Which tables stand on the pages about the work around a decision: clocks, forces, the queue, records."""

from __future__ import annotations

from upstander.law.pages.columns import after, clock, clock_named, groups, member, strands, two, window, years
from upstander.law.pages.markdown import Page, Section, called, get, name, words
from upstander.law.plainly import value

CLOCKS = Page(
    "clocks",
    "Clocks",
    "How long everything may take, what starts it, and on which calendar.",
    "Hours and minutes are elapsed time. A working day ends with its last second in London, and the day of the start"
    " is not counted. A clock that the law sets never stops for a pause of the hub's own. Bank holidays are dated"
    " data too; past the last day that is known nothing is guessed, and the hub says so.",
    (
        Section(
            "Every clock",
            "clocks",
            (
                ("Clock", called),
                ("Length", clock),
                ("Starts with", get("starts")),
                ("No pause stops it", get("statutory")),
            ),
        ),
        Section("Hours of the hub", "hub hours", (("Which", name), ("When", window))),
        Section("Hours in which somebody may be contacted", "contact hours", (("Choice", name), ("When", window))),
    ),
)
RETENTION = Page(
    "retention",
    "How long records are kept",
    "Groups, periods, reviews, and what stops erasure.",
    "Every record about a person has a day on which somebody looks at it again. Where a group has no period of its"
    " own, the force's schedule sets the day.",
    (
        Section(
            "Groups",
            "groups of records",
            (
                ("Group", called),
                ("What", get("material")),
                ("Looked at every", years("review_years")),
                ("Clear years", years("clear_years")),
                ("Until the age of", years("until_age")),
            ),
        ),
        Section("Kinds of records", "kinds of records", (("Record", called), ("Group", get("group")))),
        Section("Asked at a review", "questions of a review", (("Question", called),)),
        Section("Decided at a review", "decisions of a review", (("Decision", called), ("What", get("text")))),
        Section("What stops erasure", "what stops erasure", (("Hold", called), ("What", get("text")))),
        Section("Kept for a time", "what is kept for a time", (("What", called), ("Days", get("days")))),
    ),
)
FORCES = Page(
    "forces",
    "Forces and regions",
    "Every force, the ten regions, and which belongs to which.",
    "A merger or a move is dated: the force that ends names the one that takes over, and a case keeps the force of"
    " its day.",
    (
        Section("Regions", "regions", (("Region", called), ("Unit", get("unit")), ("Taken over by", get("successor")))),
        Section("Which force belongs where", "members of regions", (("Force and region", member),)),
        Section(
            "Forces",
            "places",
            (
                ("Force", called),
                ("Kind", words("kind")),
                ("Region", get("region")),
                ("Telephone", get("phone")),
                ("Taken over by", after),
            ),
        ),
    ),
)
FORCE_RULES = Page(
    "force-rules",
    "Which force is responsible",
    "The rules that propose a force, first to last, and who must be told.",
    "The first rule that holds proposes; an officer decides, with reasons. Terms are those of docs/forces/facts.md.",
    (
        Section(
            "Rules", "force rules", (("Rule", called), ("When", words("when")), ("Signed off by", words("sign_off")))
        ),
        Section("What changes a proposal", "force modifiers", (("Change", called), ("When", words("when")))),
        Section(
            "Who is told besides",
            "force notices",
            (("Why", called), ("When", words("when")), ("Clock", clock_named("clock"))),
        ),
        Section("What is pointed out", "force flags", (("What", called), ("When", words("when")))),
    ),
)
QUEUE = Page(
    "queue",
    "The order of the queue",
    "The twelve questions, and the rules that put a report into a band.",
    "The first rule that holds sets the band; an officer may set another, with a reason.",
    (
        Section("Questions", "triage questions", (("Question", called), ("About", get("theme")))),
        Section("Rules", "triage rules", (("Band", get("level")), ("Why", called), ("When", groups))),
        Section(
            "Campaigns",
            "campaigns",
            (
                ("One row for", called),
                ("Held by more than", get("held_by_more_than")),
                ("Runs of letters of its own", get("own_runs")),
            ),
        ),
    ),
)
NEXT = Page(
    "what-next",
    "What would change this",
    "The lawful step to a fact or an element that is missing.",
    "For each thing that is not known: how to find out, and by what right.",
    (
        Section(
            "Missing facts",
            "steps to missing facts",
            (("Question", called), ("Step", get("step")), ("Authority", get("authority"))),
        ),
        Section(
            "Missing elements",
            "steps to missing elements",
            (("Question", called), ("Step", get("step")), ("Authority", get("authority"))),
        ),
    ),
)
LOCAL = Page(
    "local-officers",
    "Advice to local officers",
    "What a force that takes a case is advised.",
    "Each sentence follows from a code of the case; nothing is said that the record does not hold.",
    (
        Section(
            "Sentences",
            "advice to local officers",
            (("Where", lambda e: value("holds", e.holds)), ("What is said", get("says"))),
        ),
    ),
)
SUPPORT = Page(
    "support",
    "Support and platforms",
    "Who helps, who pays for it, and how a platform is reached.",
    "Who is funded changes; ask before you refer.",
    (
        Section(
            "Support",
            "support",
            (
                ("Service", called),
                ("For", strands),
                ("Where", lambda e: value("extent", e.area)),
                ("How it is paid for", get("funded")),
                ("Contact", get("contact")),
            ),
        ),
        Section("Platforms", "platforms", (("Platform", called), ("How a notice reaches it", get("route")))),
    ),
)
SPECIALISTS = Page(
    "specialists",
    "Material that nobody may open",
    "To whom suspected child abuse material, terrorist material and what would show a source are referred.",
    "The file is withheld first; who may open it at all takes two people (oversight).",
    (
        Section(
            "To whom",
            "specialist bodies",
            (
                ("Body", called),
                ("For", get("withheld")),
                ("How it is reached", get("contact")),
                ("By when", clock_named("clock")),
            ),
        ),
        Section("What to do", "steps with withheld material", (("For", get("withheld")), ("Step", get("text")))),
    ),
)
OVERSIGHT = Page(
    "oversight",
    "Oversight",
    "Acts that take two people, and when a look is worth a question.",
    "A question is a question, not a finding.",
    (
        Section("Acts of two people", "acts of two people", (("Act", called), ("Time", two))),
        Section(
            "Questions of an audit", "questions of an audit", (("Question", called), ("What is asked", get("sentence")))
        ),
    ),
)

PAGES = (CLOCKS, RETENTION, FORCES, FORCE_RULES, QUEUE, NEXT, LOCAL, SUPPORT, SPECIALISTS, OVERSIGHT)
