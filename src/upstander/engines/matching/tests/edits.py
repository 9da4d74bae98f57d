"""Neutral posts, unseen ones, and the ten ways in which copies of a post are changed."""

from collections.abc import Callable
from random import Random

POSTS: tuple[str, ...] = (
    "Nobody from the harbour side should be allowed to open another café in our town, send them back over the bridge",
    "The new lamp posts on Chandler Street look like bent spoons and whoever chose them owes the street an apology",
    "If the ferry is late one more morning I will write to every councillor by hand and post the letters in purple ink",
    "My neighbour has painted his shed the colour of mustard and now every bee within a mile has moved in",
    "People who bring folding chairs to the library concert should have to carry them home on foot through the rain",
    "The bakery by the old mill has stopped making rye loaves and Saturday's queue was shorter than it has ever been",
    "Someone left a cello in the bus shelter again and the driver played two slow songs before he would set off north",
    "There are eleven clocks in that station and not one of them agrees with another about when the express is leaving",
    "Our swimming club voted to move the meeting to Thursday because the choir needs the small hall until the spring",
    "I counted forty herons on the reservoir wall this morning and every single one of them was facing the other way",
    "The museum wants to lend its only steam engine to the valley people and I say it should stay behind our own doors",
    "Never trust a weather forecast from a man who keeps his umbrella in the boot of a car that he sold last summer",
    "They have planted tulips round the war memorial in three colours and the committee is arguing about the fourth",
    "The quiz team from the upper village always knows the rivers and never the films so we ought to ask about films",
    "A parcel for number nine came to us by mistake and inside was a brass telescope wrapped up in a tablecloth",
    "Every spring the same goose walks into the post office and stands in the queue behind the lady with the red hat",
    "The allotment rules say no bonfires before dusk but the smoke from plot seventeen has been rising since breakfast",
    "It took the plumber four visits to find out that the tap was fine and that the noise came from a budgerigar",
    "When the fair comes to the common the council moves the benches and nobody ever puts them back where they stood",
    "Half of the choir had colds and the other half had forgotten the words so the organist just played it very loudly",
)

UNSEEN: tuple[str, ...] = (
    "The bus driver on the route to the old town let everyone on for free today because the machine was broken",
    "I have never seen so many people in the library on a Saturday morning and all of them were reading about boats",
    "Does anybody know why the street lights by the river are still on in the middle of the day, what a waste",
    "My sister says that the new café is better than the one by the station but I do not believe a word of it",
    "The committee met again last night and after three hours nobody could agree on the colour of the front door",
    "All I want is a train that leaves when the timetable says so and a seat that is not covered in crumbs",
    "We walked over the bridge to the market and came back with two loaves, a cabbage and a very small lamp",
    "Our neighbours have a dog that barks at the post every morning and at nothing at all every afternoon",
    "If you people want to complain about the bins then come to the meeting and do it properly like everyone else",
    "The weather on the coast was so bad that the ferry turned round and took everybody home again before lunch",
    "Why should we have to pay for parking in our own town when the visitors seem to park wherever they want to",
    "There was a man playing the cello outside the museum and the whole queue sang along with him in the rain",
    "I wish they would send someone to look at the clock in the small hall because it has been wrong since spring",
    "Nobody ever asks the people in the upper village what they think about the fair and it is about time they did",
    "Every single summer the same story about the herons is in the paper and every summer we read it to the end",
    "I am reporting this post because it frightened my mother, who lives alone near the harbour and reads everything",
    "I would like to report a hate crime that happened on a page about gardening where strangers shouted at my friend",
    "Please see the attached screenshot of what was said to my brother under the photograph of his new restaurant",
    "A woman I do not know wrote to me three times last night and each message was worse than the one before it",
    "They laughed about the way I speak in front of the whole group and the person in charge did nothing about it",
)
"""Like the posts in subject and in common words, copies of none of them."""

Edit = Callable[[str, Random], str]


def _typos(text: str, dice: Random) -> str:
    def one(char: str) -> str:
        if not char.isalpha() or dice.random() >= 0.04:
            return char
        return dice.choice(["", dice.choice("aeinrst"), char + char])

    return "".join(map(one, text))


def _leet(text: str, dice: Random) -> str:
    digits = dict(zip("aeiost", "431057", strict=True))
    return "".join(digits.get(char, char) if dice.random() < 0.5 else char for char in text)


def _homoglyphs(text: str, dice: Random) -> str:
    cyrillic = dict(zip("aeopcyxi", "аеорсухі", strict=True))
    changed = (cyrillic.get(char, char) if dice.random() < 0.6 else char for char in text)
    return "".join(char + ("\u200b" if dice.random() < 0.05 else "") for char in changed)


def _truncated(text: str, dice: Random) -> str:
    words = text.split()
    return " ".join(words[: max(4, len(words) * 6 // 10)])


def _tagged(text: str, dice: Random) -> str:
    return "@some_friend " * dice.randrange(3) + text + " #shame #ourtown 😡🔥"


def _quoted(text: str, dice: Random) -> str:
    return f"Look what this account says today RT @someone: {text} https://t.co/AbCdEf"


def _spaced(text: str, dice: Random) -> str:
    return " ".join(" ".join(word) if dice.random() < 0.33 else word.replace("o", "ooo") for word in text.split())


def _narrated(text: str, dice: Random) -> str:
    words = text.split()
    length = len(words) * 6 // 10
    start = (len(words) - length) // 2
    return (
        "I was at home yesterday evening reading the comments under a local story when a man whom I do not know wrote "
        f'"{" ".join(words[start : start + length])}" and several others joined in, and I have felt unsafe since then'
    )


def _heavy(text: str, dice: Random) -> str:
    words = []
    for word in text.split():
        chance = dice.random()
        if chance >= 0.12:
            words.append(dice.choice(["really", "people", "today", "those"]) if chance < 0.25 else word)
    at = dice.randrange(len(words) - 1)
    words[at : at + 2] = reversed(words[at : at + 2])
    return " ".join(words)


EDITS: dict[str, Edit] = {
    "exact": lambda text, dice: text,
    "typos": _typos,
    "leet": _leet,
    "homoglyphs": _homoglyphs,
    "truncated": _truncated,
    "tagged": _tagged,
    "quoted": _quoted,
    "spaced": _spaced,
    "narrated": _narrated,
    "heavy": _heavy,
}
