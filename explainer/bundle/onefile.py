"""The whole site as one HTML file, which needs nothing else: small enough to be sent in a messenger."""

import re
from base64 import b64encode
from hashlib import sha256
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateError

from explainer.bundle.document import Document, compose
from explainer.bundle.gather import Gatherer
from explainer.bundle.markup import classes, serialised
from explainer.errors import ExplainerError
from explainer.files import read_text, write_atomically
from explainer.numbers import direction_of
from explainer.progress import say
from explainer.project import Project
from explainer.site import built

#: Where markup, words and looks of the document stand among the parts of the macros.
FOLDER, TEMPLATE, SHEET, SCRIPT = "document", "document.html", "document.css", "find.js"
#: What is kept in a stylesheet, a mark with what is around it, and what else is between words.
CSS = re.compile(
    r"""
    (?P<kept>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|url\([^"'()]*\))
    | (?:\s|(?>/\*.*?\*/))*(?P<mark>[{};,])(?:\s|(?>/\*.*?\*/))*
    | (?:\s|(?>/\*.*?\*/))+
    """,
    re.VERBOSE | re.DOTALL,
)
CLASS = re.compile(r"\.(-?[A-Za-z_][\w-]*)")
#: The colours of both schemes, one after the other.
SCHEMES = re.compile(r':root \{([^{}]*)\}\s*\[data-md-color-scheme="slate"\] \{([^{}]*)\}')
PROPERTY = re.compile(r"(--[\w-]+):\s*([^;]+);")


def write_single_file(project: Project) -> Path:
    """Build the document into `dist/`, and give its path.

    Raises `ExplainerError`; a document of the same name is then as it was.
    """
    path = project.handed_out("html")
    site = gather(project)
    html = render(project, site, compose(site), script=find_script(project)).encode()
    write_atomically(path, html)
    say(f"Wrote {project.name_of(path)} ({len(html) / 1e6:.2f} MB): it can be sent, and opened in any browser.")
    return path


def gather(project: Project) -> Gatherer:
    """What the site consists of, once it was built and found good. Raises `ExplainerError`."""
    site = Gatherer()
    with built(project, site):
        return site


def render(
    project: Project,
    site: Gatherer,
    document: Document,
    *,
    script: str = "",
    more_css: str = "",
    numbers: dict[str, str] | None = None,
) -> str:
    """The document as a page; with the `numbers` of the sheets where chapters and sections begin, it is for paper.

    Raises `ExplainerError` when the template cannot be filled in.
    """
    style = _compact(sheet(project, site, SHEET) + _both_schemes(site.css) + more_css)
    known = set(CLASS.findall(style))
    for each in (each for root in document.roots() for each in root.iter() if "class" in each.attrib):
        each.set("class", " ".join(name for name in classes(each) if name in known))
        if not each.attrib["class"]:
            del each.attrib["class"]
    template = project.part(f"{FOLDER}/{TEMPLATE}")
    environment = Environment(
        loader=FileSystemLoader(template.parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    try:
        return environment.get_template(TEMPLATE).render(
            site=project.name,
            description=site.description,
            edition=project.in_words(project.edition),
            address=site.address,
            terms=site.terms,
            language=site.language,
            direction=direction_of(site.language),
            chapters=document.chapters,
            cards="".join(map(serialised, document.cards)),
            style=style,
            script=script,
            policy=_policy(style, script),
            prints=numbers is not None,
            numbers=numbers,
        )
    except TemplateError as error:
        raise ExplainerError(
            f"{project.name_of(template)}: it cannot be filled in ({error}) – correct the template"
        ) from None


def find_script(project: Project) -> str:
    """The script that finds words in the document. Raises `ProblemsFound` when it cannot be read."""
    path = project.part(f"{FOLDER}/{SCRIPT}")
    return _compact_script(read_text(path, project.name_of(path)))


def sheet(project: Project, site: Gatherer, name: str) -> str:
    """A stylesheet of the document, with what it shows, named as from the site's start.

    Raises `ExplainerError` when it cannot be read, or shows what cannot be found.
    """
    path = project.part(f"{FOLDER}/{name}")
    return site.embedder.style(read_text(path, project.name_of(path)), "", project.name_of(path))


def _both_schemes(css: str) -> str:
    """A stylesheet in which each colour has a value for both schemes, of which browsers choose without a script."""

    def joined(match: re.Match[str]) -> str:
        dark = dict(PROPERTY.findall(match[2]))
        both = PROPERTY.sub(lambda each: f"{each[1]}: light-dark({each[2]}, {dark.get(each[1], each[2])});", match[1])
        return f":root {{{match[1]}}}\n@supports (color: light-dark(#000, #fff)) {{ :root {{{both}}} }}\n"

    return SCHEMES.sub(joined, css)


def _compact(css: str) -> str:
    """A stylesheet without what only its authors read."""
    return CSS.sub(lambda match: match["kept"] or match["mark"] or " ", css).strip()


def _compact_script(script: str) -> str:
    """A script without its indents and lines of comment."""
    return re.sub(r"^\s*//.*\n|^\s+", "", script, flags=re.MULTILINE)


def _policy(style: str, script: str) -> str:
    """What the document may do: show its own style, run its own script, and nothing else."""
    parts = {"style-src": style, "script-src": script}
    hashes = [f"{name} 'sha256-{_digest(text)}'" for name, text in parts.items() if text]
    data = ["img-src data:", "font-src data:"]
    return "; ".join(["default-src 'none'", *hashes, *data, "base-uri 'none'", "form-action 'none'"])


def _digest(text: str) -> str:
    return b64encode(sha256(text.encode()).digest()).decode()
