"""Recipes are done as they are written, and fail where they are wrong."""

from pathlib import Path

import pytest

from tests.recipes import run_recipe, says

EDITS = """
1. Edit:

    ```diff title="data/facts.yml"
     one
    -two
    +2

     four
    ```

2. Add:

```yaml title="data/facts.yml"
- five
```

Nobody runs this:

```sh
rm data/facts.yml
```
"""


def test_edits_are_made_in_the_order_of_the_page(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    path = tmp_path / "data/facts.yml"
    path.write_text("zero\none\ntwo\n\nfour\n")
    run_recipe(EDITS, tmp_path)
    assert path.read_text() == "zero\none\n2\n\nfour\n- five\n"


@pytest.mark.parametrize("text", ["one\n2\n\nfour\n", "one\ntwo\n\nfour\n" * 2])
def test_an_edit_needs_one_place(text: str, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data/facts.yml").write_text(text)
    with pytest.raises(AssertionError, match="line 4 of the page: what is to be changed stands"):
        run_recipe(EDITS, tmp_path)


def test_commands_say_what_the_page_shows(project: Path) -> None:
    well = "```console\n$ cd rivers\n$ explainer check\nNo problems: 5 facts (…\n…\n$ explainer --version\n```\n"
    run_recipe(well, project.parent)
    with pytest.raises(
        AssertionError, match=r"line 1 of the page: “explainer check” says otherwise\n(.*\n)*\+No problems"
    ):
        run_recipe(well.replace("5 facts", "6 facts"), project.parent)
    with pytest.raises(AssertionError, match=r"“explainer explain length\.totl” fails"):
        run_recipe("```console\n$ explainer explain length.totl\n```\n", project)
    with pytest.raises(AssertionError, match="recipes cannot run “rm”"):
        run_recipe("```console\n$ rm -r data\n```\n", project)


@pytest.mark.parametrize(
    ("shown", "said", "well"),
    [
        ("a\nb\n", "a\nb\n", True),
        ("a\n", "a\nb\n", False),
        ("a\nb\n", "a\n", False),
        ("a…d\n", "a b c d\n", True),
        ("a…d\n", "a b\nc d\n", False),
        ("a\n…\nd\n", "a\nb\nc\nd\n", True),
        ("a\n…\nd\n", "a\nd\n", True),
        ("a.c\n", "abc\n", False),
    ],
)
def test_an_ellipsis_stands_for_words_or_lines(shown: str, said: str, *, well: bool) -> None:
    assert says(shown, said) is well
