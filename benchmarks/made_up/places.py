"""The made-up places: their names, and the ids and files that follow from these."""

from dataclasses import dataclass

#: How many places share a topic, and with it a module of charts and the pages of facts, sources and data.
PLACES = 10
#: Names are three syllables, so that they hold no numbers and there are a thousand of them.
SYLLABLES = (
    ("Bar", "Dol", "Fen", "Gor", "Hal", "Kir", "Lom", "Mar", "Nor", "Tal"),
    ("a", "e", "i", "o", "u", "ia", "ea", "au", "ei", "oa"),
    ("bek", "dan", "fim", "gul", "kan", "lin", "mor", "nar", "sel", "var"),
)
ENDINGS = ("shire", "land", "mark", "gau")


@dataclass(frozen=True)
class Place:
    """A made-up place, the `number`th of at most a thousand; its topic is the region that it lies in."""

    number: int

    @property
    def name(self) -> str:
        """Its name, which no other place has; neighbours differ in how theirs begin, as names in a list do."""
        hundreds, rest = divmod(self.number, 100)
        syllables = zip(SYLLABLES, (rest % 10, hundreds, rest // 10), strict=True)
        return "".join(words[index] for words, index in syllables)

    @property
    def region(self) -> str:
        """The name of its region, which is that of its first place with an ending."""
        first = self.number - self.number % PLACES
        return Place(first).name + ENDINGS[first // PLACES % len(ENDINGS)]

    @property
    def topic(self) -> str:
        """The id of its region."""
        return self.region.lower()

    @property
    def id(self) -> str:
        """The id of its statement and of its source, with which those of its tables and charts begin."""
        return f"{self.topic}-{self.name.lower()}"

    @property
    def page(self) -> str:
        """Its page, below docs/."""
        return f"{self.topic}/{self.name.lower()}.md"
