"""Words of the project's own that are no part of a page: templates in the folder `text` beside its macros."""

from pathlib import Path

from jinja2 import Environment, StrictUndefined, TemplateError

from explainer.errors import Place, Problem, ProblemsFound
from explainer.files import read_text
from explainer.project import Project

#: For plain text, in which nothing needs to be escaped.
PLAIN = Environment(undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)  # noqa: S701


def wording(project: Project, name: str, **values: object) -> str:
    """A template of plain text, filled in. Raises `ProblemsFound` when it is missing or no template."""
    path = _folder(project) / name
    file = project.name_of(path)
    try:
        return PLAIN.from_string(read_text(path, file)).render(**values)
    except TemplateError as error:
        message = f"these words cannot be filled in ({error}) – correct the template"
        raise ProblemsFound([Problem(Place(file, getattr(error, "lineno", None) or 1), message)]) from None


def _folder(project: Project) -> Path:
    return project.root / project.macros.partition(".")[0] / "text"
