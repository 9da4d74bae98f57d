"""Names in Cyrillic, Greek, Arabic and Hebrew letters, written in Latin ones: small tables, for comparing alone."""

import unicodedata


def _written(letters: str, latin: str) -> dict[str, str]:
    return dict(zip(letters, latin.split(), strict=True))


_CYRILLIC = _written(
    "абвгґдежзийклмнопрстуфцыэіїёў",
    "a b v h g d e zh z y i k l m n o p r s t u f ts y e i i e u",
) | {
    "х": "kh", "ч": "ch", "ш": "sh", "щ": "shch", "ю": "yu", "я": "ya", "є": "ye", "ь": "", "ъ": "", "ј": "j",
    "љ": "lj", "њ": "nj", "ћ": "c", "ђ": "dj", "џ": "dz", "ѓ": "g", "ќ": "k",
}  # fmt: skip
_GREEK = _written(
    "αβγδεζηθικλμνξοπρστυφχψως",
    "a v g d e z i th i k l m n x o p r s t i f ch ps o s",
)  # fmt: skip
_ARABIC = _written(
    "ابتثجحدذرزسشصضطظعغفقكلمنهويپچژگکیےھہۃةىںٹڈڑ",
    "a b t th j h d dh r z s sh s d t z a gh f q k l m n h u i p ch zh g k i e h h a a a n t d r",
) | {
    "خ": "kh", "ء": "", "أ": "a", "إ": "i", "آ": "a", "ؤ": "u", "ئ": "i", "ـ": "", "ٱ": "a",
}  # fmt: skip
_HEBREW = _written(
    "אבגדהוזחטיכךלמםנןסעפףצץקרשת",
    "a b g d h v z h t i k k l m m n n s a p f ts ts k r sh t",
)  # fmt: skip
_LATIN = {
    "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ə": "a", "ŋ": "ng",
}  # fmt: skip

_TABLE = _CYRILLIC | _GREEK | _ARABIC | _HEBREW | _LATIN
_WITHOUT_VOWELS = frozenset(_ARABIC) | frozenset(_HEBREW)

# Cyrillic letters whose mark makes another letter; every accent on a Latin letter is dropped, as most people do.
_MARKED = {"й": "y", "ї": "i", "ё": "e", "ў": "u"}


def romanised(text: str) -> str:
    """Return a lower-case text in Latin letters as far as the tables go; other scripts keep theirs, without marks.

    Accents go, as in most reports: Şahin becomes sahin, Müller muller.
    """
    if text.isascii():
        return text.lower()
    out = []
    small = unicodedata.normalize("NFC", unicodedata.normalize("NFKC", text).lower())
    for char in small.replace("ού", "u").replace("ου", "u"):
        if char in _MARKED:
            out.append(_MARKED[char])
        elif char in _TABLE:
            out.append(_TABLE[char])
        else:
            for part in unicodedata.normalize("NFKD", char):
                if not unicodedata.combining(part) and unicodedata.category(part) != "Cf":
                    out.append(_TABLE.get(part, part))
    return "".join(out)


def hides_vowels(text: str) -> bool:
    """Whether a name stands in a script that leaves short vowels out, so that its Latin form cannot have them."""
    return any(char in _WITHOUT_VOWELS for char in text)
