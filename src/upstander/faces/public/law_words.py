"""Words of the law that the public reads, named here so that the catalogue of translations finds them."""

from django.utils.translation import gettext_noop as _

STRANDS = (
    _("Race or ethnicity"),
    _("colour, nationality or citizenship, ethnic or national origins"),
    _("Religion or belief"),
    _("a faith, or having none"),
    _("Sexual orientation"),
    _("for example being gay, lesbian or bisexual"),
    _("Disability"),
    _("physical, learning or mental health, visible or not"),
    _("Transgender identity"),
    _("being transgender, or being thought to be"),
    _("Sex"),
    _("being a woman or a man"),
    _("Age"),
    _("being old or young"),
    _("Alternative subculture"),
    _("dress, music or way of life"),
    _("Something else"),
    _("another reason, in your own words"),
    _("Not sure"),
    _("you do not need to know"),
)
PLATFORMS = (_("E-mail"), _("Another website or app"))
"""Names of platforms are names; only these two are words."""
PHONES = (
    _("999 in an emergency, 101 otherwise"),
    _("999 in an emergency, otherwise 01534 612612"),
    _("999 in an emergency, otherwise see the website of Guernsey Police"),
    _("999 in an emergency, otherwise see the website of the Isle of Man Constabulary"),
)
FORCES = (
    _("North Wales Police"),
    _("South Wales Police"),
    _("Gwent Police"),
    _("Dyfed-Powys Police"),
    _("British Transport Police"),
)
"""Forces that call themselves by a Welsh name too; the others have one name."""
