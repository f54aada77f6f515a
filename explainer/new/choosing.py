"""What a stub may name: a topic, a source that was read, a table that can be drawn; all of them the project's own."""

from collections.abc import Iterator

from explainer.data import Table
from explainer.errors import ExplainerError
from explainer.survey import Survey, a_topic_for

#: Rows of a table that the stub of a chart draws.
MOST = 12


def topic_for(found: Survey, new_id: str, given: str | None) -> str:
    """The topic that is named, or that an id begins with, or the only one. Raises `ExplainerError`."""
    topics = found.project.topics
    topic = given or (new_id.partition("-")[0] if len(topics) > 1 else next(iter(topics)))
    if topic in topics:
        return topic
    remedy = a_topic_for(topic, topics)
    if given:
        raise ExplainerError(f'unknown topic "{given}" – {remedy}')
    raise ExplainerError(f'the id "{new_id}" does not begin with a topic, and --topic names none – {remedy}')


def on_the_only_topic(found: Survey, new_id: str, given: str | None) -> str:
    """A line for whoever named no topic and got the only one; empty when it was named."""
    topic = topic_for(found, new_id, given)
    if given or new_id.partition("-")[0] == topic:
        return ""
    return f"It belongs to the topic “{topic}”, the only one; if it does not, name its own in mkdocs.yml first.\n"


def source_for(found: Survey, topic: str, given: str | None) -> str:
    """The source that is named, or the first of the topic, that somebody has read. Raises `ExplainerError`."""
    data = found.data
    sources = [data.sources[given]] if given else data.of_topic(data.sources, topic)
    for each in sources:
        if each.seen != "not-seen":
            return each.id
    if given:
        raise ExplainerError(f'the source "{given}" was not read and is no evidence – name one that was')
    remedy = "run “explainer new source” first"
    if sources:
        place = data.places["source", sources[0].id]
        remedy = f'read "{sources[0].id}" and say so by “seen: stored-page” ({place})'
    remedy += ", or name one of another topic (--source)"
    raise ExplainerError(f'the topic "{topic}" has no source that somebody has read – {remedy}')


def day_of(found: Survey, source_id: str) -> str:
    """A date that something from a source can have: nothing is later than what reports it, or than the edition."""
    edition = found.project.edition
    return min(found.data.sources[source_id].published or edition, edition)


def table_for(found: Survey, new_id: str, topic: str | None, given: str | None) -> tuple[str, str, str]:
    """The table that is named, or the first of the topic that can be drawn, with its columns of labels and of values.

    Raises `ExplainerError`.
    """
    data = found.data
    tables = [data.tables[given]] if given else data.of_topic(data.tables, topic_for(found, new_id, topic))
    for table in tables:
        for value in _bars_in(table):
            return table.id, table.descriptor.key[0], value
    subject = f'the table "{given}"' if given else "each table of the topic"
    lack = "has no column of numbers, none of them below zero, beside a key that is one column of words"
    raise ExplainerError(f"{subject} {lack} – name another (--table), or run “explainer new table” first")


def _bars_in(table: Table) -> Iterator[str]:
    """The columns of a table whose numbers can be bars with its key beside them, if that is one column of words."""
    first, *others = table.descriptor.key
    if others or table.column(first).is_numeric:
        return
    for column in table.descriptor.columns:
        if column.is_numeric and column.unit:
            numbers = [row.number(column.name) for row in table.rows if row[column.name] is not None][:MOST]
            if numbers and min(numbers) >= 0 and max(numbers) > 0:
                yield column.name
