"""The schemas by which editors check data files: no stricter than the checks, and strict where people slip."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft7Validator

from explainer.schemas import schemas
from tests.projects import RIVERS, ROOT, explainer, replace


@pytest.fixture(scope="module")
def validators() -> dict[str, Draft7Validator]:
    """A validator for each kind of file, by the name of its folder."""
    read = {name.removesuffix(".json"): json.loads(text) for name, text in schemas().items()}
    for schema in read.values():
        Draft7Validator.check_schema(schema)
    return {name: Draft7Validator(schema) for name, schema in read.items()}


def as_editors_see(text: str) -> Any:
    """YAML as most read it: numbers, dates, and words such as `no` are no text."""
    return json.loads(json.dumps(yaml.load(text, yaml.CSafeLoader), default=str))


def wrong_in(validator: Draft7Validator, text: str) -> Iterator[str]:
    """Where something is wrong."""
    return (error.json_path for error in validator.iter_errors(as_editors_see(text)))


@pytest.mark.parametrize("root", [ROOT, RIVERS], ids=lambda root: root.name)
def test_every_data_file_is_valid(validators: dict[str, Draft7Validator], root: Path) -> None:
    files = sorted((root / "data").glob("*/*.yml"))
    assert len(files) > 6
    for path in files:
        assert [*wrong_in(validators[path.parent.name], path.read_text("utf-8"))] == [], path


#: In a data file of the small project, what is written otherwise, and where a validator points.
WRONG = {
    "an unknown key": ("facts/rivers.yml", "      label: Length", "      lable: Length", "$[0].facts.total"),
    "a missing source": ("facts/rivers.yml", "  sources: [gauge-book]\n", "", "$[0]"),
    "no sources": ("events/rivers.yml", "law\n  sources: [almanac]", "law\n  sources: []", "$[0].sources"),
    "a misspelt finding": ("claims/rivers.yml", "finding: supported", "finding: suported", "$[0].finding"),
    "no language": ("sources/rivers.yml", "language: ru", "language: русский", "$[0].language"),
    "an address without a scheme": (
        "sources/rivers.yml",
        "url: https://example.org/gauge",
        "url: example.org/gauge",
        "$[0].url",
    ),
    "a date in another form": ("events/rivers.yml", "date: 2024-03-01", "date: 1.3.2024", "$[1].date"),
    "an id in capitals": ("terms/rivers.yml", "id: gauge", "id: Gauge", "$[0].id"),
    "a value in parts": ("facts/rivers.yml", "value: 59", "value: [59]", "$[1].facts.days.value"),
    "a name with a hyphen": ("facts/rivers.yml", "    longest_pct:", "    longest-pct:", "$[0].facts"),
    "a type that is none": ("tables/lakes.yml", "type: integer", "type: whole", "$.columns[1].type"),
    "neither yes nor no": ("tables/rivers.yml", "optional: true", "optional: perhaps", "$.columns[3].optional"),
    "an empty text": ("terms/rivers.yml", "term: Gauge", 'term: ""', "$[0].term"),
}


@pytest.mark.parametrize(("file", "old", "new", "where"), WRONG.values(), ids=WRONG)
def test_slips_are_found_where_they_are(
    validators: dict[str, Draft7Validator], project: Path, file: str, old: str, new: str, where: str
) -> None:
    path = project / "data" / file
    path.write_text(path.read_text("utf-8").replace("category: survey", "category: law"), "utf-8")
    replace(path, old, new)
    assert {*wrong_in(validators[path.parent.name], path.read_text("utf-8"))} == {where}


def test_what_the_checks_accept_is_accepted(validators: dict[str, Draft7Validator], project: Path) -> None:
    """Words that look like something else, and lines that are left empty."""
    for file, old, new in (
        ("facts/rivers.yml", "  confidence: confirmed\n", "  confidence: confirmed\n  note: 2024\n"),
        ("sources/rivers.yml", "language: ru", "language: no"),
        ("sources/rivers.yml", "publisher: Almanac\n", "publisher: 1999\n  note:\n"),
        ("events/rivers.yml", "date: 2024-03-01", "date: 2024"),
        ("terms/rivers.yml", "aliases: [staff gauge]", "aliases: [yes, 1.50]\n  translations: {nb: [målestav]}"),
        ("tables/rivers.yml", "optional: true", "optional: YES"),
        (
            "facts/rivers.yml",
            "{label: Last day of the survey",
            "{of: , confidence: , as_of: ~, label: Last day of the survey",
        ),
    ):
        path = project / "data" / file
        replace(path, old, new)
        assert [*wrong_in(validators[path.parent.name], path.read_text("utf-8"))] == []
    assert explainer(project, "check").stderr.startswith("No problems")


def test_everything_that_can_be_written_is_described(validators: dict[str, Draft7Validator]) -> None:
    count = 0
    for name, validator in validators.items():
        for model in (validator.schema, *validator.schema.get("$defs", {}).values()):
            for field, about in model.get("properties", {}).items():
                assert re.fullmatch(r"[A-Z].{12,}\S", about.get("description", "")), f"{name}: {field}"
                count += 1
    assert count > 70


def test_old_schemas_are_a_problem_and_none_are_not(project: Path) -> None:
    assert explainer(project, "schemas").returncode == 0
    written = {path.name: path.read_text("utf-8") for path in (project / "schemas").iterdir()}
    assert written == schemas()
    (project / "schemas/maps.json").unlink()
    (project / "schemas/ours.json").write_text("{}", "utf-8")
    assert explainer(project, "check").returncode == 0
    (project / "schemas/terms.json").write_text("{}", "utf-8")
    result = explainer(project, "check")
    assert result.returncode == 1
    message = "schemas/terms.json: the schema does not fit this version of the generator – run “explainer schemas”"
    assert result.stderr.startswith(message)
    explainer(project, "schemas")
    assert explainer(project, "check").returncode == 0


def test_a_new_file_names_its_schema(project: Path) -> None:
    explainer(project, "schemas")
    for kind, new_id, file in (
        ("source", "lakes-atlas", "sources/lakes.yml"),
        ("table", "rivers-depths", "tables/rivers-depths.yml"),
    ):
        assert explainer(project, "new", kind, new_id).returncode == 0
        first, _, rest = (project / "data" / file).read_text("utf-8").partition("\n")
        assert first == f"# yaml-language-server: $schema=../../schemas/{file.partition('/')[0]}.json"
        assert rest.startswith(("- id: ", "title: "))


class TestOwnFiles:
    def test_every_data_file_names_its_schema(self) -> None:
        files = sorted((ROOT / "data").glob("*/*.yml"))
        for path in files:
            first = path.read_text("utf-8").partition("\n")[0]
            schema = first.removeprefix("# yaml-language-server: $schema=")
            assert (path.parent / schema).resolve() == ROOT / f"schemas/{path.parent.name}.json"

    def test_schemas_are_those_of_this_version(self) -> None:
        assert {path.name: path.read_text("utf-8") for path in (ROOT / "schemas").iterdir()} == schemas()

    def test_editors_are_told_of_each(self) -> None:
        settings = json.loads((ROOT / ".vscode/settings.json").read_text("utf-8"))["yaml.schemas"]
        expected = {f"./schemas/{name}": f"data/{name.removesuffix('.json')}/*.yml" for name in schemas()}
        assert settings == {**expected, "./schemas/redirects.json": "redirects.yml"}
