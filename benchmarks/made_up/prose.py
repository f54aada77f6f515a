"""The words of a made-up page: sentences of which each section takes some, so that pages differ as real ones do.

`PLACE` stands for the name of the place, `ID` for its id, `SOURCE` for the id of a source.
"""

#: What each section may say; its heading, and the chart that ends it, by the ending of its id.
SECTIONS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    (
        "The harvest",
        "harvest",
        (
            'The farms around PLACE brought in {{ fact("ID.tonnes") }} tonnes, if the invented books can be trusted.',
            'The first of their crops alone came to {{ fact("ID.first_tonnes") }} tonnes {{ cite("SOURCE") }}.',
            "Carts bring the crops to the market by the river, where they are weighed before anybody may haggle.",
            "What the weather spares, the geese may still take, and nobody has ever counted the geese.",
            "Older people say that the fields lay further from the houses once, and that the soil was darker there.",
            "A dry spring and a wet summer are said to be best, though the almanac says the opposite of that.",
            "Grain that stays in the barns over the winter is weighed again in the spring, since mice pay no rent.",
        ),
    ),
    (
        "Those who come to see it",
        "visitors",
        (
            'In the last year of the record, {{ fact("ID.far") }} visitors came to PLACE from far away.',
            'Another {{ fact("ID.near") }} came from near by, most of them on market days {{ cite("SOURCE") }}.',
            "The road over the hills was paved, and inns opened beside it that serve soup at every hour of the day.",
            "Nobody asks those who pass through without a stop, so that the true numbers may well be higher.",
            "The keeper of the gate writes a line for each carriage and guesses how many people sit in it.",
            "In the evening the bridges are lit, which is what most of the postcards from PLACE show.",
            "Years of fairs stand out in the record, and so do those in which the ferry lay in the dock.",
        ),
    ),
    (
        "The library and its readers",
        "readers",
        (
            'Where it is used most, {{ fact("ID.readers_pct") }} of all grown-ups borrow books from the library.',
            'It was founded on {{ fact("ID.founded") }} with the books of a ship\'s doctor {{ cite("SOURCE") }}.',
            "A card costs nothing, but whoever brings a book back late must read to the children for an hour.",
            "The reading room looks over the roofs to the river, and in winter it is the warmest room of PLACE.",
            "Quarters beyond the river have a cart with shelves in place of a house, drawn by a patient horse.",
            "Novels are asked for most, then books about bees, and last of all the collected laws of the province.",
            "Lists of what was lent hang at the door, without the names of those who have it at home.",
        ),
    ),
    (
        "Who decides",
        "council",
        (
            'PLACE has a {{ term("moot", "moot") }} of {{ fact("ID.seats") }} seats, which meets behind the brewery.',
            'The longest list of members holds {{ fact("ID.first_seats") }} of them {{ cite("SOURCE") }}.',
            "Seats are given out by lists, and whoever changes lists between votes must stand up during meetings.",
            "Its minutes are read aloud on the square, and what nobody has shouted down by the end is in force.",
            "Taxes, drains and the feeding of ducks are the matters that fill most of the pages of the minutes.",
            "The clerk counts hands, and when hands are equal in number the oldest voice in the room decides.",
            "No vote was ever held in the week of the fair, for reasons that the minutes do not give.",
        ),
    ),
)

#: How every page begins and ends.
OPENING = (
    "PLACE does not exist: this page and its numbers were made up to measure how long a site takes to build.",
    "It reads as real pages do, and each of its values stands in a data file, with a source that is as invented.",
)
CLOSING = (
    "No traveller has been able to confirm any of this.",
    "Maps of the region end at the river, and the books that might say more were lent and never brought back.",
    "Those who doubt the numbers are right to do so.",
)
