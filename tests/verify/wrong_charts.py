"""Charts that are wrong on purpose, each in one way: copied into the small project, never run here."""

from decimal import Decimal
from random import Random

from matplotlib.patches import Rectangle

from explainer.drawing import Column, Reading, chart
from explainer.drawing.marks import Bar, bars
from explainer.drawing.plan import Mark, Plan

LAKES = (("Balkhash", Decimal("75.0")), ("Zaysan", Decimal("25.0")))


def reading(title="Areas of lakes", *, alt="A drawing.", note="", rows=LAKES):
    return Reading(
        title=title,
        subtitle="Square kilometres",
        alt=alt,
        columns=(Column("Lake"), Column("Area", "square kilometres")),
        rows=tuple(rows),
        note=note,
    )


def drawn(board, *texts, height=100.0, **words):
    """A drawing of texts at places, with the reading of the two lakes."""
    plan = Plan(board)
    for text, x, y, role in texts:
        plan.put(text, x, y, role=role)
    plan.y = height
    return plan.draw(), reading(**words)


@chart("wrong-label")
def wrong_label(data, board):
    bars(board, [Bar(name, area, "75.1" if name == "Balkhash" else "25.0") for name, area in LAKES])
    return reading()


@chart("wrong-rounding")
def wrong_rounding(data, board):
    return drawn(board, ("76", 10, 50, "ink"), rows=[("Balkhash", Decimal("75.4")), ("Zaysan", Decimal("25.0"))])[1]


@chart("wrong-row")
def wrong_row(data, board):
    bars(board, [Bar(name, area, "25.0" if name == "Balkhash" else "75.0") for name, area in LAKES])
    return reading()


@chart("wrong-name")
def wrong_name(data, board):
    return drawn(board, (f"Zaysan: {75.0}", 10, 50, "ink"))[1]


@chart("wrong-tick")
def wrong_tick(data, board):
    return drawn(board, *((f"{tick}", 10 + 50 * step, 50, "muted") for step, tick in enumerate((0, 30, 50, 90))))[1]


@chart("wrong-bound")
def wrong_bound(data, board):
    return drawn(
        board, *((words, 10, 10 + 24 * row, "ink") for row, words in enumerate((f"under {20}", f"{30} to {40}")))
    )[1]


@chart("wrong-count")
def wrong_count(data, board):
    return drawn(board, (f"Large: {1}", 10, 10, "muted"), (f"Small: {4}", 10, 40, "muted"))[1]


@chart("wrong-date")
def wrong_date(data, board):
    return drawn(board, ("measured 3 May 2021", 10, 50, "ink"), alt="As measured on 2 May 2021.")[1]


@chart("wrong-title")
def wrong_title(data, board):
    return drawn(board, title=f"The lakes cover {100.5}")[1]


@chart("wrong-alt")
def wrong_alt(data, board):
    return drawn(board, alt=f"Bars: Balkhash {57.0}.")[1]


@chart("wrong-note")
def wrong_note(data, board):
    return drawn(board, note=f"Without islands it is {31.25}.")[1]


@chart("pale-text")
def pale_text(data, board):
    return drawn(board, ("Zaysan", 10, 50, "series-4"))[1]


@chart("dark-on-dark")
def dark_on_dark(data, board):
    plan = Plan(board)
    plan.rectangle(0, 0, 200, 100, "accent")
    plan.put("Zaysan", 10, 50)
    plan.y = 100
    plan.draw()
    return reading()


@chart("pale-mark")
def pale_mark(data, board):
    plan = Plan(board)
    plan.rectangle(0, 0, 200, 100, "sequence-1")
    plan.y = 100
    plan.draw()
    return reading()


@chart("no-class")
def no_class(data, board):
    plan = Plan(board)
    plan.mark(Mark("", "square", "series-3"), 50, 50)
    plan.y = 100
    plan.draw()
    return reading()


@chart("translucent")
def translucent(data, board):
    axes, words = drawn(board)
    axes.add_patch(Rectangle((10, 10), 50, 50, facecolor=board.colour("accent"), alpha=0.5))
    return words


@chart("off-board")
def off_board(data, board):
    return drawn(board, ("Zaysan", board.width - 20, 50, "ink"))[1]


@chart("below-board")
def below_board(data, board):
    return drawn(board, ("Zaysan", 10, 98, "ink"))[1]


@chart("mark-off-board")
def mark_off_board(data, board):
    plan = Plan(board)
    plan.line([(-5, 50), (100, 50)], "ink", 2)
    plan.y = 100
    plan.draw()
    return reading()


@chart("overlap")
def overlap(data, board):
    return drawn(board, ("Balkhash", 10, 50, "ink"), ("Zaysan", 60, 52, "ink"))[1]


@chart("overlap-upright")
def overlap_upright(data, board):
    plan = Plan(board)
    plan.put("Balkhash", 10, 50)
    plan.put("Zaysan", 30, 80, upright=True)
    plan.y = 100
    plan.draw()
    return reading()


@chart("overlap-bold-only")
def overlap_bold_only(data, board):
    """Plain, the two would stand apart."""
    plan = Plan(board)
    plan.put("Balkhash Balkhash", 10, 50, bold=True)
    plan.put("Zaysan", 122, 50)
    plan.y = 100
    plan.draw()
    return reading()


@chart("covered")
def covered(data, board):
    axes, words = drawn(board, ("Zaysan", 10, 50, "ink"))
    axes.add_patch(Rectangle((0, 40), 100, 30, facecolor=board.colour("accent"), zorder=9))
    return words


@chart("no-such-letter")
def no_such_letter(data, board):
    return drawn(board, ("Zaysan 水", 10, 50, "ink"))[1]


@chart("too-large")
def too_large(data, board):
    """Noise, which no compression makes small."""
    random, plan = Random(1), Plan(board)
    for index in range(700):
        points = [(random.random() * board.width, random.random() * 600) for _ in range(2)]
        plan.line(points, ("ink", "accent", "series-2", "series-3")[index % 4])
    plan.y = 600
    plan.draw()
    return reading()


@chart("right-after-all")
def right_after_all(data, board):
    """All that is allowed: rounding, ticks, bounds, counts, dates in words, letters of Kazakh, a text on an area."""
    plan = Plan(board)
    for step in range(4):
        plan.put(f"{step * 20}", 20 + 60 * step, 10, role="muted", align="center")
    for row, words in enumerate((f"under {20}", f"{20} to {40}", f"{40} to {60}", f"{60} and more")):
        plan.put(words, 10, 50 + 24 * row)
    plan.put(f"Large: {1}", 150, 40, role="muted")
    plan.put(f"Small: {1}", 150, 70, role="muted")
    plan.put(f"Zaysan: {25}, measured 2 May 2021", 120, 100)
    plan.put("Балқаш, Зайсаң, Өскемен", 120, 125, bold=True)
    plan.rectangle(10, 150, 200, 30, "accent")
    plan.put("75", 20, 165, role="surface")
    plan.rectangle(10, 190, 200, 20, "sequence-1", outline="muted")
    plan.put("25.0", 20, 200)
    plan.line([(0, 220), (300, 220)], "grid")
    plan.rectangle(0, 230, 40, 10, "soft")
    plan.y = 250
    plan.draw()
    return reading(
        title=f"Both lakes cover {100}, Zaysan {25}% of it",
        alt=f"From {0} to {60}; {2} lakes. Measured on 2 May 2021.",
        note=f"{125} in all: {25} in the east and {100} elsewhere.",
    )
