"""What must hold between the entries: references exist, keys are unique, formulas recompute."""

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from functools import cache
from typing import Any

from explainer.data.catalogue import Catalogue
from explainer.data.corrections import correction_problems
from explainer.data.dataset import Dataset, Table
from explainer.data.formulas import EmptyCell, Formula, FormulaError, agrees, formula_of
from explainer.data.grounds import circles
from explainer.data.maps import Boundaries
from explainer.data.models import Claim, Entry, Fact
from explainer.data.text import FactReference, TextError, Unbound, parse_text
from explainer.data.unbound import misstated, typed_in_data
from explainer.data.units import computed, fits
from explainer.data.yamlfile import Document
from explainer.errors import Place, Problem, UnknownId, did_you_mean
from explainer.formula_parts import cells_named
from explainer.quantities import find_quantities

#: The fields that hold text for readers, which may name facts.
TEXT_FIELDS = (
    "statement",
    "note",
    "definition",
    "summary",
    "explanation",
    "since",
    "description",
    "licence_note",
    "claim",
    "reason",
)

Path = tuple[str | int, ...]


class Checker:
    """Checks one dataset.

    `documents` gives the document and the path in it of each `(kind, id)`; `row_lines` the line of each row of a table;
    `is_unread(kind, id)` whether a missing thing may stand in something that could not be read.
    """

    def __init__(
        self,
        data: Dataset,
        documents: Mapping[tuple[str, str], tuple[Document, Path]],
        row_lines: Mapping[str, tuple[int, ...]],
        is_unread: Callable[[str, str], bool],
    ) -> None:
        self.data = data
        self.documents = documents
        self.row_lines = row_lines
        self.is_unread = is_unread

    def problems(self) -> Iterator[Problem]:
        """Every problem, in no particular order."""
        for catalogue in self.data.catalogues():
            for key, thing in catalogue.items():
                entry = thing.descriptor if isinstance(thing, Table | Boundaries) else thing
                assert isinstance(entry, Entry)
                yield from self._references(catalogue.kind, key, entry)
                if catalogue.kind != "fact":
                    yield from self._texts(catalogue.kind, key, entry)
        for fact in self.data.facts.values():
            yield from self._fact_check(fact)
            yield from self._fact_texts(fact)
        for table in self.data.tables.values():
            yield from self._table(table)
        yield from self._covered()
        yield from typed_in_data(self.data, self.documents)
        yield from self._circles()
        yield from correction_problems(self.data, self._place, self.is_unread)

    def _circles(self) -> Iterator[Problem]:
        for around in circles(self.data):
            first, *others = around
            what = f"rests on {others[0]} and that on it" if others else "names the fact itself"
            message = f'the check of "{first}" {what}, which proves nothing – remove one of the checks'
            yield Problem(self._place("fact", first, "check"), message)

    def _covered(self) -> Iterator[Problem]:
        """Claims can be found under their own ids and those they cover, so each of these may stand once."""
        taken = set(self.data.claims)
        for claim in self.data.claims.values():
            for index, covered in enumerate(claim.covers):
                if covered in taken and covered != claim.id:
                    place = self._place("claim", claim.id, "covers", index)
                    yield Problem(place, f'"{covered}" is a claim, or is covered, already – remove it')
                taken.add(covered)

    def _place(self, kind: str, key: str, *path: str | int) -> Place:
        document, start = self.documents[kind, key]
        return document.place((*start, *path))

    def _references(self, kind: str, key: str, entry: Entry) -> Iterator[Problem]:
        if kind != "fact" or not self._shares_sources(entry):
            for index, source_id in enumerate(getattr(entry, "sources", ())):
                yield from self._evidence(source_id, self._place(kind, key, "sources", index))
        if isinstance(entry, Claim):
            yield from self._evidence(entry.source, self._place(kind, key, "source"))
            for index, evidence_id in enumerate(entry.evidence):
                known = evidence_id in self.data.statements or evidence_id in self.data.sources
                unread = self.is_unread("statement", evidence_id) or self.is_unread("source", evidence_id)
                if not (known or unread):
                    remedy = did_you_mean(evidence_id, {**self.data.statements, **self.data.sources})
                    message = f'evidence "{evidence_id}" is no statement and no source – {remedy}'
                    yield Problem(self._place(kind, key, "evidence", index), message)

    def _evidence(self, source_id: str, place: Place) -> Iterator[Problem]:
        yield from self._known(self.data.sources, source_id, place)
        if source_id in self.data.sources and self.data.sources[source_id].seen == "not-seen":
            yield Problem(place, f'the source "{source_id}" was not read and is no evidence – name one that was')

    def _shares_sources(self, fact: Entry) -> bool:
        """Whether the fact's sources are its statement's, which are checked there."""
        return isinstance(fact, Fact) and fact.sources == self.data.statements[fact.statement].sources

    def _known(self, catalogue: Catalogue[Any], key: str, place: Place) -> Iterator[Problem]:
        if key not in catalogue and not self.is_unread(catalogue.kind, key):
            yield Problem(place, str(UnknownId(catalogue.kind, key, catalogue)))

    def _texts(self, kind: str, key: str, entry: Entry) -> Iterator[Problem]:
        for name in _text_fields(type(entry)):
            text = getattr(entry, name)
            if text is not None:
                yield from self._text(text, self._place(kind, key, name))

    def _fact_texts(self, fact: Fact) -> Iterator[Problem]:
        if fact.note is not None:
            yield from self._text(fact.note, self._place("fact", fact.id, "note"))

    def _text(self, text: str, place: Place) -> Iterator[Problem]:
        try:
            parts = parse_text(text)
        except TextError as error:
            yield Problem(place, str(error))
            return
        for part in parts:
            if isinstance(part, FactReference):
                yield from self._known(self.data.facts, part.fact_id, place)
                yield from self._said(part, place)
            elif isinstance(part, Unbound) and not any(find_quantities(part)):
                yield Problem(place, f'"{part}" holds no number to excuse – write the words by themselves')

    def _said(self, reference: FactReference, place: Place) -> Iterator[Problem]:
        if reference.words is not None and reference.fact_id in self.data.facts:
            fact = self.data.facts[reference.fact_id]
            if mistake := misstated(reference.words, fact):
                yield Problem(place, mistake)

    def _fact_check(self, fact: Fact) -> Iterator[Problem]:
        if fact.check is None:
            return
        place = self._place("fact", fact.id, "check")
        try:
            formula = formula_of(fact.check)
            if isinstance(fact.value, Decimal):
                yield from self._recomputed(fact, fact.value, formula, place)
            else:
                yield from self._found_again(fact, formula, place)
        except (FormulaError, UnknownId) as error:
            yield from self._formula_problem(error, place)

    def _recomputed(self, fact: Fact, value: Decimal, formula: Formula, place: Place) -> Iterator[Problem]:
        result = formula.value(self.data)
        given = computed(formula, self.data)
        if not fits(fact.unit, given):
            message = f'the fact "{fact.id}" is in {fact.unit}, its check gives {given} – correct one of them'
            yield Problem(place, message)
        elif not agrees(value, result):
            yield self._disagreement(fact, str(_shown(result, value)), formula)

    def _found_again(self, fact: Fact, formula: Formula, place: Place) -> Iterator[Problem]:
        found = formula.found(self.data)
        if not isinstance(found, str):
            message = f'the fact "{fact.id}" is no number – let its check name one fact or one cell, or remove it'
            yield Problem(place, message)
        elif found != fact.value:
            yield self._disagreement(fact, found, formula)

    def _disagreement(self, fact: Fact, given: str, formula: Formula) -> Problem:
        remedy = "correct the value or the formula"
        if formula.is_lookup:
            [cell] = cells_named(formula)
            remedy = f"correct the value, or what stands at {cell.place(self.data)}"
        message = f'the fact "{fact.id}" says {fact.value}, its check gives {given} – {remedy}'
        return Problem(self._place("fact", fact.id, "value"), message)

    def _table(self, table: Table) -> Iterator[Problem]:
        mistakes = list(self._columns(table))
        if mistakes:
            yield from mistakes
            return
        yield from self._keys(table)
        yield from self._row_sources(table)
        for index, check in enumerate(table.descriptor.checks):
            place = self._place("table", table.id, "checks", index)
            try:
                yield from self._table_check(table, check, place)
            except (FormulaError, UnknownId) as error:
                yield from self._formula_problem(error, place)

    def _formula_problem(self, error: Exception, place: Place) -> Iterator[Problem]:
        if not (isinstance(error, UnknownId) and self.is_unread(error.kind, error.wanted)):
            yield Problem(place, str(error))

    def _columns(self, table: Table) -> Iterator[Problem]:
        names = [column.name for column in table.descriptor.columns]
        for index, name in enumerate(names):
            if name in names[:index]:
                yield Problem(
                    self._place("table", table.id, "columns", index),
                    f'the column "{name}" stands here twice – rename one',
                )
        for index, name in enumerate(table.descriptor.key):
            if name not in names:
                message = f'the key names the column "{name}", which does not exist – {did_you_mean(name, names)}'
                yield Problem(self._place("table", table.id, "key", index), message)

    def _keys(self, table: Table) -> Iterator[Problem]:
        seen: dict[tuple[str, ...], int] = {}
        for key, line in zip(table.keys, self.row_lines[table.id], strict=True):
            if key in seen:
                words = " | ".join(key)
                message = f'the key "{words}" stands on line {seen[key]} already – remove or correct one of the rows'
                yield Problem(self._cell_place(table, line, table.descriptor.key[0]), message)
            seen.setdefault(key, line)

    def _row_sources(self, table: Table) -> Iterator[Problem]:
        for column in table.descriptor.columns:
            if column.type == "sources":
                for row, line in zip(table.rows, self.row_lines[table.id], strict=True):
                    cell = row[column.name]
                    for source_id in cell if isinstance(cell, tuple) else ():
                        yield from self._evidence(source_id, self._cell_place(table, line, column.name))

    def _table_check(self, table: Table, check: str, place: Place) -> Iterator[Problem]:
        left_text, equals, right_text = check.partition(" = ")
        if not equals:
            raise FormulaError(f'the check "{check}" is no equation – write it as "column = formula"')
        left, right = formula_of(left_text.strip()), formula_of(right_text.strip())
        for name in {*left.columns, *right.columns}:
            table.column(name)
        if not left.columns and not right.columns:
            stated, result = left.value(self.data), right.value(self.data)
            if not agrees(stated, result):
                difference = f"{stated} is not {_shown(result, stated)}"
                message = f'the check "{check}" does not hold: {difference} – correct the table or the fact'
                yield Problem(place, message)
            return
        given = computed(right, self.data, table)
        if left.columns == [left.text] and not fits(table.column(left.text).unit, given):
            unit = table.column(left.text).unit
            yield Problem(
                place, f'the column "{left.text}" is in {unit}, the check gives {given} – correct one of them'
            )
            return
        for row, line in zip(table.rows, self.row_lines[table.id], strict=True):
            try:
                stated, result = left.value(self.data, row), right.value(self.data, row)
            except EmptyCell:
                continue
            if not agrees(stated, result):
                column = left.columns[0] if left.columns else table.descriptor.key[0]
                difference = f'the cell says {stated}, "{check}" gives {_shown(result, stated)}'
                message = f"{column}: {difference} – correct the cell or the check"
                yield Problem(self._cell_place(table, line, column), message)

    def _cell_place(self, table: Table, line: int, column: str) -> Place:
        names = [each.name for each in table.descriptor.columns]
        return Place(self.data.places["table", table.id].file, line, names.index(column) + 1)


@cache
def _text_fields(model: type[Entry]) -> tuple[str, ...]:
    return tuple(name for name in TEXT_FIELDS if name in model.model_fields)


def _shown(result: Decimal, stated: Decimal) -> Decimal:
    """A computed value with two digits more than the stated one: enough to see the difference."""
    exponent = stated.as_tuple().exponent
    assert isinstance(exponent, int)
    rounded = result.quantize(Decimal(1).scaleb(min(exponent, 0) - 2))
    return rounded if rounded != rounded.to_integral_value() else rounded.to_integral_value()
