"""Names of languages and the way they are written, for translations and for what a recogniser says."""

from django.utils.translation import gettext_lazy as _

NAMES = {
    "sq": _("Albanian"), "am": _("Amharic"), "ar": _("Arabic"), "hy": _("Armenian"), "az": _("Azerbaijani"),
    "bn": _("Bengali"), "bs": _("Bosnian"), "bg": _("Bulgarian"), "my": _("Burmese"), "ca": _("Catalan"),
    "zh": _("Chinese"), "hr": _("Croatian"), "cs": _("Czech"), "da": _("Danish"), "prs": _("Dari"),
    "nl": _("Dutch"), "en": _("English"), "et": _("Estonian"), "fi": _("Finnish"), "fr": _("French"),
    "ka": _("Georgian"), "de": _("German"), "el": _("Greek"), "gu": _("Gujarati"), "ha": _("Hausa"),
    "he": _("Hebrew"), "hi": _("Hindi"), "hu": _("Hungarian"), "is": _("Icelandic"), "ig": _("Igbo"),
    "id": _("Indonesian"), "ga": _("Irish"), "it": _("Italian"), "ja": _("Japanese"), "kn": _("Kannada"),
    "ko": _("Korean"), "ku": _("Kurdish (Kurmanji)"), "ckb": _("Kurdish (Sorani)"), "lv": _("Latvian"),
    "lt": _("Lithuanian"), "mk": _("Macedonian"), "ms": _("Malay"), "ml": _("Malayalam"), "mr": _("Marathi"),
    "ne": _("Nepali"), "no": _("Norwegian"), "ps": _("Pashto"), "fa": _("Persian (Farsi)"), "pl": _("Polish"),
    "pt": _("Portuguese"), "pa": _("Punjabi"), "rom": _("Romani"), "ro": _("Romanian"), "ru": _("Russian"),
    "gd": _("Scottish Gaelic"), "sr": _("Serbian"), "si": _("Sinhala"), "sk": _("Slovak"), "sl": _("Slovenian"),
    "so": _("Somali"), "es": _("Spanish"), "sw": _("Swahili"), "sv": _("Swedish"), "ta": _("Tamil"),
    "te": _("Telugu"), "th": _("Thai"), "ti": _("Tigrinya"), "tr": _("Turkish"), "uk": _("Ukrainian"),
    "ur": _("Urdu"), "uz": _("Uzbek"), "vi": _("Vietnamese"), "cy": _("Welsh"), "yi": _("Yiddish"), "yo": _("Yoruba"),
}  # fmt: skip
_RIGHT_TO_LEFT = frozenset({"ar", "ckb", "fa", "he", "prs", "ps", "ur", "yi"})


def language_name(code: str) -> str:
    """Return the name of a language, or its code where it has no name here."""
    return str(NAMES.get(code.partition("-")[0], code))


def direction(code: str) -> str:
    """Return `rtl` or `ltr` for a language; `auto` where it is not known."""
    short = code.partition("-")[0]
    if short in _RIGHT_TO_LEFT:
        return "rtl"
    return "ltr" if short in NAMES else "auto"
