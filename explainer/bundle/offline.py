"""The offline bundle: a ZIP with the site as files that browsers open without a server, and what vouches for it."""

import json
from collections.abc import Iterator, Mapping
from datetime import date
from hashlib import sha256
from importlib.metadata import distribution
from pathlib import Path
from typing import TYPE_CHECKING

from explainer.addresses import NOWHERE
from explainer.bundle.archive import archive
from explainer.files import write_atomically
from explainer.hosting import HEADERS, ROBOTS, SITEMAP
from explainer.progress import say
from explainer.project import Project
from explainer.site import built
from explainer.wording import Wording

if TYPE_CHECKING:
    from explainer.bundle.plugin import OfflinePlugin

#: What only servers need, or who shares an address, or who debugs a script.
LEFT_OUT = (HEADERS, NOWHERE, ROBOTS, SITEMAP, "files/cards/")
README, SUMS = "README.txt", "SHA256SUMS"
#: What the words of the README may name.
KNOWN = {"site", "edition", "address", "repository", "sums"}
#: The search index, which pages that are files can read as a script only, and the name by which the theme knows it.
INDEX, INDEX_SCRIPT, INDEX_NAME = "search/search_index.json", "search/search_index.js", b"__index"
#: Where the theme keeps what its search needs for languages other than English.
LANGUAGES = "assets/javascripts/lunr/"
#: Others' work that stands in the site, and whose licence must go with it.
THEME = "mkdocs-material"


def write_offline_bundle(project: Project) -> Path:
    """Build the offline bundle into `dist/`, and give its path.

    Raises `ExplainerError`; a bundle of the same name is then as it was.
    """
    from explainer.bundle.plugin import OfflinePlugin  # reads the builder, which other commands need not

    path = project.handed_out("zip")
    readme = Wording.read(project, README, KNOWN)
    plugin = OfflinePlugin()
    with built(project, plugin) as (site, _):
        files = dict(_of_site(site)) | _licences(project)
    files[README] = _readme(readme, project, plugin)
    files[SUMS] = _sums(files)
    content = archive(
        {f"{path.stem}/{name}": each for name, each in files.items()}, date.fromisoformat(project.edition)
    )
    write_atomically(path, content)
    say(f"Wrote {project.name_of(path)} ({len(content) / 1e6:.1f} MB): unzip it and open index.html.")
    return path


def _of_site(site: Path) -> Iterator[tuple[str, bytes]]:
    index = site / INDEX
    is_english = index.exists() and json.loads(index.read_bytes())["config"]["lang"] == ["en"]
    left_out = (*LEFT_OUT, LANGUAGES) if is_english else LEFT_OUT
    for path in sorted(path for path in site.rglob("*") if path.is_file()):
        name = path.relative_to(site).as_posix()
        if name == INDEX:
            yield INDEX_SCRIPT, b"var %s = %s" % (INDEX_NAME, path.read_bytes())
        elif not name.startswith(left_out) and path.suffix != ".map":
            yield name, path.read_bytes()


def _licences(project: Project) -> dict[str, bytes]:
    own = {path.name: path.read_bytes() for path in project.root.glob("LICENSE*") if path.is_file()}
    theme = [Path(str(path.locate())) for path in distribution(THEME).files or () if path.name == "LICENSE"]
    return own | {f"licences/{THEME}.txt": path.read_bytes() for path in theme}


def _readme(words: Wording, project: Project, copy: "OfflinePlugin") -> bytes:
    text = words.fill(
        site=project.name,
        edition=project.in_words(project.edition),
        address=copy.address,
        repository=copy.repository,
        sums=SUMS,
    )
    return f"{text}\n".replace("\n", "\r\n").encode()  # for editors that know no other ends of lines


def _sums(files: Mapping[str, bytes]) -> bytes:
    return "".join(f"{sha256(content).hexdigest()}  {name}\n" for name, content in sorted(files.items())).encode()
