"""A made-up case in every script, for the tests of the documents."""

import copy
from typing import Any

AT = "2026-11-21T12:00:00Z"


def exhibit(number: int, **changes: Any) -> dict[str, Any]:
    """Return the capture record of a made-up exhibit."""
    made: dict[str, Any] = {
        "ref": f"HUB-{number:04d}",
        "report": "R-4TRX-B81M-79",
        "title": "Screenshot of a post on a social platform",
        "description": "A post that says that people of one faith should leave the town, above a photograph.",
        "kind": "screenshot",
        "relied_on": True,
        "withheld": None,
        "text": "You and your sort should pack up and go. We know which street.",
        "language": "en",
        "translations": [],
        "contents": None,
        "scan": None,
        "files": [
            {
                "path": f"exhibits/HUB-{number:04d}/original/screenshot.png",
                "received_name": "Screenshot 2026-11-20 at 21.14.png",
                "sha256": f"{number:064x}",
                "sha512": f"{number:0128x}",
                "bytes": 1_873_004,
                "media_type": "image/png",
                "media_type_second": None,
            }
        ],
        "preview": None,
        "origin": {
            "original_address": "https://example.org/user/status/1234567890123456789?utm_source=share&lang=en",
            "final_address": None,
            "platform": "Example platform",
            "account_handle": "@made_up_name",
            "account_id": None,
            "post_id": "1234567890123456789",
        },
        "posted": {"displayed": "9:02 pm · 20 Nov", "zone": None, "local": None, "utc": None},
        "thread": {
            "answers": "HUB-0001" if number > 1 else None,
            "answers_address": "https://example.org/user/status/1",
            "answers_text": None,
            "address": None,
            "place": "second of four",
        },
        "record": {
            "number": 1,
            "recorded_by": "PC Made-Up",
            "recorded_at": "2026-11-21T09:00:00Z",
            "why": None,
            "sources": {"platform": "the report", "captured_utc": "an officer"},
            "earlier": [],
        },
        "captured": {
            "what": "screenshot",
            "local": "2026-11-20 21:14",
            "settings": None,
            "at": "2026-11-20T21:14:00+00:00",
            "zone": "Europe/London",
            "clock": None,
            "by": "Complainant",
            "capacity": "complainant",
            "tool": None,
            "authority": None,
            "signed_in_as": None,
        },
        "received": {"at": "2026-11-20T22:40:12Z", "by": "the hub", "method": "upload with the public form"},
        "condition": {
            "completeness": "one post, without the replies",
            "redactions": [],
            "prior_custodians": ["Complainant"],
            "warning": None,
            "notes": None,
        },
    }
    return {**made, **changes}


def case(exhibits: int = 3) -> dict[str, Any]:
    """Return a made-up case with `exhibits` exhibits."""
    return copy.deepcopy(
        {
            "format": "upstander-case/1",
            "reference": "HUB-2026-0001",
            "version": 2,
            "supersedes": {
                "version": 1,
                "tagmanifest_sha256": "ab" * 32,
                "what_changed": ["A second report with two further screenshots joined the case."],
            },
            "made_at": AT,
            "hub": {"name": "Made-up Online Hate Crime Hub", "telephone": "01632 960 001", "email": None},
            "handling": {
                "marking": "OFFICIAL-SENSITIVE",
                "conditions": ["For the investigating force only.", "Do not forward exhibits by unprotected e-mail."],
                "content_warning": "This report quotes abuse aimed at a faith and threats against a person.",
            },
            "addressed_to": {
                "force": "Example Constabulary",
                "force_code": "example",
                "capacity": "investigating",
                "offered_at": "2026-11-21T11:30:00Z",
            },
            "summary": [
                "An account told people of one faith four times to leave; the last message names the writer's victim.",
                "Two people reported it. One of them is the person named in the last message and is afraid to go home.",
            ],
            "strands": ["religion", "race"],
            "reports": [
                {
                    "reference": "R-7K3M-9QXD",
                    "channel": "public form",
                    "received_at": AT,
                    "reporter": "victim",
                    "answers": [{"question": "What happened", "answer": "It was under a picture of our hall."}],
                },
                {
                    "reference": "R-2B4C-6DFG",
                    "channel": "partner",
                    "received_at": AT,
                    "reporter": None,
                    "answers": [],
                },
            ],
            "decision": {
                "is_crime": True,
                "sentence": "Treated as a crime: threatening communications, with religious hostility.",
                "reasons": [
                    "The last message conveys a threat of serious harm and is addressed to one person.",
                    "The words show hostility based on membership of a religious group.",
                ],
                "decided_by": "Hub officer 17",
                "role": "hub officer",
                "decided_at": "2026-11-21T09:15:00Z",
                "law_version": "England and Wales, 2026-11-01",
                "conduct_on": "2026-11-20",
                "offences": [
                    {
                        "title": "Sending a threatening communication",
                        "provision": "Online Safety Act 2023, s.181",
                        "mode": "either way",
                        "time_limit": None,
                        "consent": "none",
                        "elements": [
                            {
                                "element": "The message conveys a threat.",
                                "shown_by": "the last message",
                                "exhibits": ["HUB-0001", "HUB-0002"],
                                "reports": ["R-7K3M-9QXD"],
                            },
                            {"element": "It was meant to be feared.", "shown_by": None, "exhibits": [], "reports": []},
                        ],
                        "hostility": [
                            {"victim": "victim 1", "strands": ["Religion or belief"]},
                            {"victim": "victim 2", "strands": []},
                        ],
                    }
                ],
                "targeted_faiths": ["Jewish", "Muslim"],
                "child_welfare": "Victim 2 is fourteen; a parent and the school were told first.",
                "public_interest": [{"factor": "How serious is the offence?", "answer": "for"}],
                "signed_off_by": "Supervisor 4",
                "signed_off_at": "2026-11-21T10:00:00Z",
            },
            "freedom_of_expression": {
                "conclusion": "The interference is prescribed by law, pursues a legitimate aim and is proportionate.",
                "law_version": "England and Wales, 2026-11-01",
                "factors": [
                    {"factor": "Content", "answer": "threat, not opinion", "reason": "It names a place and an act."},
                    {"factor": "Speaker", "answer": None, "reason": None},
                    {"factor": "Reach", "answer": "about 2,000 views", "reason": "Shown on the screenshot."},
                ],
            },
            "line_of_enquiry": {
                "positive": True,
                "sentence": "The platform holds subscriber data for the account, and the writer mentions a workplace.",
                "reasons": ["The account is active.", "The post was preserved before removal was asked for."],
                "recorded_by": "Hub officer 17",
                "recorded_at": "2026-11-21T09:40:00Z",
            },
            "responsible_force": {
                "rule": "victim's home",
                "sentence": "Where the suspect is is not known, so the force where the victim lives is responsible.",
                "law_version": "2026-11-01",
                "facts": [{"fact": "Victim's force area", "value": "Example"}, {"fact": "Suspect", "value": None}],
                "others_considered": [
                    {"force": "Other Constabulary", "reason": "Only the platform's office is there."}
                ],
                "overridden": None,
            },
            "victims": [
                {
                    "label": "Victim 1",
                    "needs": ["Interpreter: Arabic", "Reassurance visit asked for"],
                    "risk": "lives at the address hinted at",
                    "contact_rules": ["By text message only", "Not between 08:00 and 16:00"],
                    "contact_through": None,
                    "consent_to_share": "yes, with the investigating force",
                    "effects": ["The victim was harassed, alarmed or distressed."],
                    "personal_statement": None,
                }
            ],
            "accounts": [
                {
                    "platform": "Example platform",
                    "handle": "@made_up_name",
                    "account_id": None,
                    "attribution": None,
                    "grounds": None,
                    "history": [
                        {"reported_at": AT, "handle": "@made_up_name", "display_name": "Made Up", "report": "R-7K3M"}
                    ],
                }
            ],
            "enquiries": [{"at": AT, "what": "Open profile read", "authority": "open source", "result": "Town named"}],
            "exhibits": [exhibit(number) for number in range(1, exhibits + 1)],
            "custody": {
                "origin": "made-up-hub/journal",
                "size": 4711,
                "root": "cd" * 32,
                "events": [
                    {"seq": 12, "at": AT, "actor": "Complainant", "verb": "reported", "subject": "R-7K3M-9QXD"},
                    {"seq": 19, "at": AT, "actor": "Hub officer 17", "verb": "decided", "subject": "HUB-2026-0001"},
                ],
            },
            "limits": ["The capture time rests on the clock of the complainant's telephone."],
            "unknowns": ["Who uses the account.", "Whether there were replies."],
            "absent": [{"what": "Time stamp", "why": "this version does not ask a time-stamping authority"}],
            "software": {"name": "Upstander", "version": "0.1.0", "commit": None},
        }
    )


SCRIPTS = {
    "latin": "Żółć, Łódź, ñ, ø, ẞ, Llanfairpwllgwyngyll ŵ ŷ",
    "greek": "Φύγετε από την πόλη",
    "cyrillic": "Уезжайте из города, їжак ґ",
    "arabic": "ارحلوا عن المدينة ١٢٣",
    "persian": "می‌خواهم بروم",
    "urdu": "یہاں سے چلے جاؤ ٹھیک ہے",
    "hebrew": "לכו מכאן עכשיו",
    "chinese": "请离开这座城市 請離開",
    "japanese": "この町から出て行け カタカナ",
    "korean": "이 도시를 떠나라",
    "hindi": "यहाँ से चले जाओ क्षत्रिय",
    "bengali": "এখান থেকে চলে যাও",
    "punjabi": "ਇੱਥੋਂ ਚਲੇ ਜਾਓ",
    "gujarati": "અહીંથી જાઓ",
    "tamil": "இங்கிருந்து போ",
    "thai": "ออกไปจากที่นี่",
    "amharic": "ከዚህ ውጡ",
    "emoji": "😀 👍🏽 👨‍👩‍👧 🏴󠁧󠁢󠁷󠁬󠁳󠁿 🇬🇧 1️⃣ ❤️ ✡ ☪ ✝ 🐀 ☠️ 🤡",
    "disguised": "𝕘𝕠 𝓱𝓸𝓶𝓮 ⓖⓞ 🅶🅾 ｇｏ ɢᴏ Z̴̡̛a̷l̶g̸o ᚷᛟ",
    "signs": "— “ ” ‘ ’ … • → ★ ✔ ½ € ™ № ∞ ≠ ░ █ ┌",
}
