"""Letters of other scripts that look like Latin ones, as one table from the look-alike to the Latin letter."""

# Pairs are written look-alikes first, the Latin letters they pass for second, in the same order.
_PAIRS = (
    # Cyrillic
    ("асԁеһіјорԛѕԝхуѵӏ", "acdehijopqswxyvl"),
    ("АВЕКМНОРСТХУІЈЅԌԚԜ", "ABEKMHOPCTXYIJSGQW"),
    ("ҺҮүҽӀ", "hYyeI"),
    # Greek
    ("αονρτυικεγϳ", "aovptuikeyj"),
    ("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧϹ", "ABEZHIKMNOPTYXC"),
    # Armenian, Cherokee, Coptic
    ("ոսօհցզ", "nuohgq"),
    ("ᎪᏴᏟᎠᎬᎻᎫᏦᏞᎷᏢᏒᏚᎢᏙᎳᏃ", "ABCDEHJKLMPRSTVWZ"),
    ("ⲟⲞⲥⲤ", "oOcC"),
    # Latin letters that no decomposition reaches: small capitals, phonetic and other odd forms
    ("ᴀʙᴄᴅᴇɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢꜰ", "abcdeghijklmnoprstuvwyzf"),
    ("ıɑɡɩȷʋɯƅɗɓ", "iagijuwbdb"),
    ("øđħłŧƀɨʉɵ", "odhltbiuo"),
    ("ØĐĦŁŦɃƗɄƟ", "ODHLTBIUO"),
    ("ßℓ℮", "sle"),
)

CONFUSABLES: dict[str, str] = {
    lookalike: latin for lookalikes, latins in _PAIRS for lookalike, latin in zip(lookalikes, latins, strict=True)
}
# White letters in black circles and squares have no decomposition either.
for _first in (0x1F150, 0x1F170):
    CONFUSABLES |= {chr(_first + step): chr(ord("a") + step) for step in range(26)}
