"""Pictures and fonts inside a document: addresses that hold the files to which those of a site lead."""

import re
from base64 import b64encode
from urllib.parse import unquote, urljoin, urlsplit

from mkdocs.structure.files import Files

from explainer.errors import ExplainerError

#: What browsers show from inside a document, by the ending of its name: the same on every machine.
KINDS = {
    "avif": "image/avif",
    "gif": "image/gif",
    "jpeg": "image/jpeg",
    "jpg": "image/jpeg",
    "png": "image/png",
    "svg": "image/svg+xml",
    "webp": "image/webp",
    "woff": "font/woff",
    "woff2": "font/woff2",
}
#: An address in a stylesheet.
STYLED = re.compile(r"""\burl\(\s*(?:"([^"]*)"|'([^']*)'|([^)"'\s]*))\s*\)""")


class Embedder:
    """Knows the files of a site by their addresses."""

    def __init__(self, files: Files) -> None:
        self._files = {unquote(each.url): each for each in files.media_files()}

    def address(self, address: str, base: str, shown_in: str) -> str:
        """An address that holds what another one leads to from the page or stylesheet at `base`.

        `shown_in` is the file that it is written in. Raises `ExplainerError` when it leads to nothing that can be held.
        """
        if address.startswith(("data:", "#")):
            return address
        target = urlsplit(urljoin(f"/{base}", address))
        file = None if target.netloc else self._files.get(unquote(target.path).removeprefix("/"))
        kind = KINDS.get(target.path.rpartition(".")[2].lower())
        if file is None or kind is None:
            what = "no file of the site" if file is None else f"neither a picture nor a font ({', '.join(KINDS)})"
            message = f'{shown_in}: one document cannot hold "{address}", which is {what}'
            raise ExplainerError(f"{message} – put a picture into the folder of the pages, or take it out")
        held = f"data:{kind};base64,{b64encode(file.content_bytes).decode()}"
        return f"{held}#{target.fragment}" if target.fragment else held

    def style(self, css: str, base: str, file: str) -> str:
        """A stylesheet that holds what it shows. Raises `ExplainerError` when it cannot."""
        return STYLED.sub(lambda match: f'url("{self.address("".join(match.groups("")), base, file)}")', css)
