"""The offline bundle: a ZIP with the site as files that browsers open without a server, and what vouches for it."""

import json
import posixpath
import re
from collections.abc import Iterator, Mapping
from datetime import date
from hashlib import sha256
from html import unescape
from importlib.metadata import distribution
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

from explainer.addresses import NOWHERE, address_of_source, with_slash
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
#: A link; none stands in another.
LINK = re.compile(r'(?P<before><a\b[^<>]*?\shref=")(?P<address>[^"]+)(?P<after>"[^<>]*>(?P<words>.*?)</a>)', re.DOTALL)
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
        online = {name: _hosted(project, plugin.address, source) for name, source in plugin.online.items()}
        files = dict(_of_site(site, online)) | _licences(project)
    files[README] = _readme(readme, project, plugin)
    files[SUMS] = _sums(files)
    content = archive(
        {f"{path.stem}/{name}": each for name, each in files.items()}, date.fromisoformat(project.edition)
    )
    write_atomically(path, content)
    say(f"Wrote {project.name_of(path)} ({len(content) / 1e6:.1f} MB): unzip it and open index.html.")
    return path


def _hosted(project: Project, address: str, source: str) -> str:
    """Where a page stands on the hosted site; empty where nobody knows."""
    name = source.removesuffix(Path(source).suffix)
    return with_slash(address) + quote(address_of_source(name, directories=project.directories)) if address else ""


def _of_site(site: Path, online: Mapping[str, str]) -> Iterator[tuple[str, bytes]]:
    """The files of a copy: those of the site without the pages that stay `online`, each with its address there."""
    index = json.loads((site / INDEX).read_bytes()) if (site / INDEX).exists() else None
    left_out = (*LEFT_OUT, LANGUAGES) if index and index["config"]["lang"] == ["en"] else LEFT_OUT
    for path in sorted(path for path in site.rglob("*") if path.is_file()):
        name = path.relative_to(site).as_posix()
        if name == INDEX and index:
            entries = [each for each in index["docs"] if unquote(each["location"].partition("#")[0]) not in online]
            found = json.dumps({**index, "docs": entries}, separators=(",", ":")).encode()
            yield INDEX_SCRIPT, b"var %s = %s" % (INDEX_NAME, found)
        elif name in online or name.startswith(left_out) or path.suffix == ".map":
            continue
        elif path.suffix == ".html" and online:
            yield name, _leading_online(path.read_bytes().decode(), name, online).encode()
        else:
            yield name, path.read_bytes()


def _leading_online(html: str, name: str, online: Mapping[str, str]) -> str:
    """A page whose links to pages that stay online lead there, or are plain words where nobody knows where that is."""

    def lead(match: re.Match[str]) -> str:
        path, mark, anchor = match["address"].partition("#")
        target = posixpath.normpath(posixpath.join(posixpath.dirname(name), unquote(unescape(path))))
        if target not in online:
            return match[0]
        address = online[target]
        return f"{match['before']}{address}{mark}{anchor}{match['after']}" if address else match["words"]

    return LINK.sub(lead, html)


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
