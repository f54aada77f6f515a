"""Words that no macro shows: templates in the folder `text` of the macros, the engine's or the project's own."""

from collections.abc import Collection
from dataclasses import dataclass

from jinja2 import Environment, StrictUndefined, Template, TemplateError, TemplateSyntaxError, meta

from explainer.errors import Place, Problem, ProblemsFound
from explainer.files import read_text
from explainer.project import Project


@dataclass(frozen=True)
class Wording:
    """A template of plain text or of HTML, and the file that it stands in."""

    file: str
    template: Template

    @classmethod
    def read(cls, project: Project, name: str, known: Collection[str]) -> "Wording":
        """A template, which may name what is known. By its ending it is HTML, where values are escaped.

        Raises `ProblemsFound` when it is missing, no template, or names something else.
        """
        is_html = name.endswith(".html")
        path = project.part(f"text/{name}")
        file = project.name_of(path)
        text = read_text(path, file)
        environment = Environment(
            autoescape=is_html,  # noqa: S701 – the others are plain text
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        try:
            unknown = meta.find_undeclared_variables(environment.parse(text)) - {*known}
            template = environment.from_string(text)
        except TemplateSyntaxError as error:
            place = Place(file, error.lineno)
            raise ProblemsFound([Problem(place, f"{error.message} – correct the template")]) from None
        if unknown:
            message = f'these words know no "{min(unknown)}" – use {", ".join(sorted(known))}'
            raise ProblemsFound([Problem(Place(file), message)])
        return cls(file, template)

    def fill(self, **values: object) -> str:
        """The text with these values. Raises `ProblemsFound` when one of them lacks what the template asks of it."""
        try:
            return self.template.render(**values)
        except TemplateError as error:
            message = f"these words cannot be filled in ({error}) – correct the template"
            raise ProblemsFound([Problem(Place(self.file), message)]) from None
