"""The wording rules: what each points at, as bounded patterns over lower-case text.

No pattern can take long on any text: words, gaps and repetitions all have a greatest length, so that what may be tried
at one place of a text is a constant. A hit is a pointer for a reader, never a finding.
"""

import re
from dataclasses import dataclass

VERSION = 1
"""Raise it when the same text would give other hits."""

# A word, the gap between two, and "up to n words": possessive, for a word is never given back in parts.
_W = r"\w{1,30}+"
_G = r"[^\w\"“”]{1,4}"
_APOSTROPHE = r"['’`]?"


def _up_to(most: int) -> str:
    return rf"(?:{_W}{_G}){{0,{most}}}"


_VIOLENT = (
    r"(?:kill|murder|shoot|stab|hang|lynch|burn|bomb|behead|execut|slaughter|exterminat|gas|rap(?=e|ing)|beat|bash|punch"
    r"|kick|smash|hurt|attack|batter|hunt|crush|destroy|strangl|chok|drown|poison|torch|petrol[- ]?bomb"
    rf"|run{_G}over|wip(?:e|ing){_G}(?:\w{{1,12}}{_G})?out|get(?:ting)?{_G}rid{_G}of|put(?:ting)?{_G}(?:\w{{1,12}}{_G})?down|eradicat"
    r"|annihilat|slit|knif|maim|tortur|crippl|string(?:ing)?{g}(?:\w{{1,12}}{g})?up|strung{g}up|put{g}a{g}bullet|throw{g}acid)\w{0,8}+"
)
_CLOCK = r"(?:(?:[01]?\d|2[0-3])[:.][0-5]\d(?!\d)|(?:1[0-2]|[1-9])\s?(?:am|pm|o" + _APOSTROPHE + r"clock)\b)"
_WHEN = rf"(?:{_CLOCK}|tonight|tomorrow|midnight|midday|noon)"
_BUILDING = (
    r"(?:mosques?|masjids?|synagogues?|temples?|gurdwaras?|church(?:es)?|hotels?|centres?|centers?|hostels?|houses?|homes?"
    r"|shops?|restaurants?|schools?|mandirs?)"
)
_PLACE = r"(?:mosque|masjid|hotel|synagogue|temple|gurdwara|church|centre|center|station|street|park|hostel|school)s?"

_FIRST = rf"(?:(?:i|we)(?:{_APOSTROPHE}(?:m|ll|d|re|ve))?|imma|ima)"
_INTENT = (
    rf"(?:going{_G}to|gonna|gunna|want{_G}to|wanna|would{_G}love{_G}to|d{_G}love{_G}to|love{_G}to|can{_APOSTROPHE}?t{_G}wait{_G}to|coming{_G}to"
    rf"|hope{_G}to|about{_G}to|ready{_G}to|will|shall|would|need{_G}to|plan{_G}to|promise{_G}to)"
)
_TARGET = r"(?:all|every|everyone|the|them|these|those|you|ya|your|him|her|this|any|that|em)"
_DETERMINER = r"(?:all|just|really|fucking|simply|definitely)"


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: its code, its name in plain words, and what it looks for."""

    code: str
    name: str
    pattern: re.Pattern[str]


def _rule(code: str, name: str, *patterns: str) -> Rule:
    return Rule(code, name, re.compile("|".join(f"(?:{pattern})" for pattern in patterns)))


RULES: tuple[Rule, ...] = (
    _rule(
        "threat.first_person", "says that the writer will or wants to do violence",
        rf"\b{_FIRST}{_G}{_up_to(4)}(?:{_INTENT}{_G})(?:{_up_to(3)}){_VIOLENT}",
        rf"\b{_FIRST}{_G}{_up_to(4)}{_VIOLENT}",
        # Welsh: "mynd i dy ladd", "dwi am eu llosgi", "mi wna i dy ladd di"
        rf"\b(?:mynd{_G}i|am|wna{_G}i|wnawn{_G}ni){_APOSTROPHE}\w{{0,3}}{_G}{_up_to(1)}(?:l?ladd|l?losgi|saethu|g?rogi|g?uro|drywanu)\b",
        r"\b(?:ladda|saetha|llosga)(?:f|ff)?\s(?:i|di|nhw|chi)\b",
    ),
    _rule(
        "threat.should_be", "says that people should suffer or die",
        rf"\b(?:should|must|needs?{_G}to|deserves?{_G}to|ha(?:ve|s){_G}to|ought{_G}to|deserves?){_G}(?:{_DETERMINER}{_G}){{0,2}}"
        rf"(?:(?:be|get|end{_G}up){_G}{_up_to(2)}(?:{_VIOLENT}|shot|hung|dead|put{_G}(?:down|to{_G}death))"
        rf"|(?:die|burn|hang|suffer|drown|rot|perish)\b|death\b)",
        rf"\b(?:needs?|deserves?){_G}{_up_to(2)}(?:ropes?|noose|bullets?|acid|beating|hanging|lynching)\b",
        # Welsh: "haeddu marw", "dylen nhw farw"
        rf"\b(?:haeddu|haeddan|dylai|dylen|dylid){_G}{_up_to(3)}(?:marw|farw|l?ladd|l?losgi|saethu|crogi|g?rogi)\b",
    ),
    _rule(
        "threat.imperative", "calls for violence as an order",
        rf"(?:(?:^|[.!?\n;:\"“]\s{{0,3}}|\blet{_APOSTROPHE}s{_G}|\blet{_G}us{_G}|\btime{_G}to{_G}"
        rf"|\b(?:someone|somebody|everyone|we|you){_G}(?:all{_G})?should{_G}|\bplease{_G}|\bjust{_G}|\bgo{_G}and{_G}))"
        rf"(?:{_DETERMINER}{_G})?{_VIOLENT}{_G}{_up_to(3)}{_TARGET}\b",
    ),
    _rule(
        "threat.consequence", "announces what will happen to somebody",
        rf"\bwatch{_G}your{_G}back\b",
        rf"\b(?:you{_APOSTROPHE}re|your|you{_G}are|ur){_G}(?:fucking{_G})?(?:dead|next|finished)\b",
        rf"\bi{_G}know{_G}where{_G}(?:you|u|your|he|she|they)\b",
        rf"\b(?:coming|come|comin){_G}for{_G}(?:you|u|your|them)\b",
        rf"\b(?:will|{_APOSTROPHE}ll|gonna|going{_G}to){_G}find{_G}(?:you|u|them)\b",
        rf"\byour{_G}days{_G}are\b",
        rf"\bkill{_G}(?:your|ur|them|her|him)(?:self|selves)\b",
        rf"\bsleep{_G}with{_G}one{_G}eye\b",
        rf"\b(?:you{_G})?better{_G}(?:start{_G})?run(?:ning)?\b",
        rf"\b(?:you|u|they|you{_G}lot){_APOSTROPHE}(?:{_G}(?:will|shall|gonna|are{_G}going{_G}to)|ll){_G}(?:all{_G})?"
        r"(?:pay|die|regret|burn|suffer)\b",
    ),
    _rule(
        "threat.wish_death", "wishes somebody death or suffering",
        rf"\b(?:hope|hoping|wish){_G}{_up_to(5)}(?:die[sd]?|dying|dead|killed|cancer|burn(?:s|ed)?|hang(?:s|ed)?|suffers?|raped|drowns?)\b",
    ),
    _rule(
        "incite.gather", "calls people to a place or time",
        rf"\b(?:meet|(?<!the )(?<!\ba )meeting|gather|assemble|turn{_G}up|be{_G}there|everyone{_G}to"
        rf"|spread{_G}the{_G}word"
        rf"|bring{_G}(?:your{_G})?(?:weapons?|petrol|bats?|masks?|knives)){_G}{_up_to(8)}(?:{_WHEN}|{_PLACE}\b)",
    ),
    _rule(
        "incite.property", "speaks of attacking a building",
        rf"\b(?:burn|torch|smash|attack|set{_G}fire{_G}to|firebomb|fire-bomb|petrol{_G}bomb|storm|bomb)(?:ed|ing|s)?{_G}"
        rf"{_up_to(4)}{_BUILDING}\b",
    ),
    _rule(
        "dox.postcode", "names a postcode",
        r"\b(?:[a-pr-uwyz][a-hk-y]?\d[a-hjkpstuw\d]?|gir)\s?\d[abd-hjlnp-uw-z]{2}\b",
    ),
    _rule(
        "dox.phone", "names a mobile telephone number",
        r"(?<![\d+])(?:\+44\s?(?:\(0\)\s?)?|0044\s?|0)7\d{2}[ -]?(?:\d[ -]?){5}\d{2}(?!\d)",
    ),
    _rule(
        "dox.lives_at", "says where somebody lives or works",
        rf"\b(?:lives?|living|works?|working|address|stays?|staying|home){_G}(?:{_W}{_G})?(?:at|is|on|in)?{_G}?(?:\d{{1,4}}[a-z]?{_G})?"
        rf"(?:{_W}{_G}){{1,4}}?(?:street|st|road|rd|avenue|ave|lane|drive|close|crescent|terrace|gardens|court|way|grove|place|square|row"
        r"|heol|stryd|ffordd)\b",
    ),
    _rule(
        "vuln.child", "a child may be affected",
        rf"\bmy{_G}(?:(?:\d{{1,2}}|little|young|younger|youngest|teenage|year|yr|old){_G}){{0,4}}"
        r"(?:son|daughter|child|children|kids?|boys?|girls?)\b",
        r"\bschool[ -]?(?:girl|boy|child|children|kid)s?\b",
        r"\byear\s(?:[1-9]|1[0-3])\b(?!\s(?:old|ago))",
        r"\b(?:aged?\s|i\sam\s|is\s|i'm\s|he's\s|she's\s)?(?:[1-9]|1[0-7])[ -]?(?:years?|yrs?)[ -]?old\b",
        r"\baged?\s(?:[1-9]|1[0-7])\b",
        r"\b(?:fy|ein)\s(?:mab|merch|mhlentyn|plentyn|plant|mhlant)\b",
    ),
    _rule(
        "vuln.impact", "somebody may be afraid or in distress",
        r"\b(?:afraid|scared|terrified|frightened|petrified)\b",
        rf"\b(?:can{_APOSTROPHE}?t|cannot|unable{_G}to|not){_G}(?:been{_G}able{_G}to{_G})?sleep(?:ing)?\b",
        r"\bsuicid\w{0,8}+",
        r"\bself[ -]?harm\w{0,6}+",
        r"\bpanic\sattacks?\b",
        rf"\b(?:not|never|don{_APOSTROPHE}?t|longer){_G}(?:feel(?:ing)?{_G})?(?:very{_G})?safe\b|\bunsafe\b",
        rf"\b(?:end|take|taking){_G}my{_G}(?:own{_G})?life\b",
        r"\bofn\b|\bofnus\b",
    ),
    _rule(
        "repeat", "it may not be the first time",
        r"\bagain\b",
        r"\bevery\s(?:single\s)?(?:day|night|week|morning|evening|month)\b",
        r"\bfor\s(?:\w{1,12}\s)?(?:\w{1,12}\s)?(?:days|weeks|months|years)\b",
        r"\bkeeps?\s(?:on\s)?(?:\w{1,12}\s)?\w{1,20}ing\b",
        r"\b(?:second|third|fourth|fifth|2nd|3rd|4th|5th)\stime\b",
        r"\b(?:already|previously)\s(?:been\s)?reported\b|\breported\s(?:\w{1,12}\s){0,5}before\b",
        r"\beto\b|\bbob\s(?:dydd|nos|wythnos)\b",
    ),
)  # fmt: skip

BRINGS_FORWARD = ("threat.", "incite.")
"""The families of rules whose hit, neither reported nor negated, brings a report forward for an earlier look."""

NEGATION = re.compile(
    rf"\b(?:never|not|no{_G}one|nobody|none|\w{{1,12}}n['’`]t|dont|doesnt|didnt|wont|wouldnt|shouldnt|cant|couldnt|isnt|arent"
    rf"|cannot|stop|stopped|against|wrong{_G}to|condemn\w{{0,6}}|oppose[sd]?|unacceptable|ddim|byth|paid|peidiwch)\b"
)
REPORTING = re.compile(
    rf"\b(?:said|says|saying|tell|tells|told|called|calls|claims?|claimed|wrote|writes|posted|tweeted|shouted|people{_G}who"
    rf"|anyone{_G}who|those{_G}who|someone{_G}who|man{_G}who|woman{_G}who|whoever|dywedodd|meddai)\b"
)
