"""Beginning another explainer: a small one about the calendar, complete and true, with a title of its own.

Its files stand in `starter/` as they will stand in the project, but for the words between two `@`.
"""

import os
import re
import shutil
import unicodedata
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from explainer import __version__
from explainer.errors import ExplainerError
from explainer.files import UNSEEN, machine_faults_explained, names_in, write_atomically
from explainer.project import CONFIG, SCHEMAS
from explainer.schemas import schemas
from explainer.writing import undone_when_ended

STARTER = Path(__file__).parent / "starter"
#: What pages and settings would take for something else than words.
MARKUP = re.compile(r"[<>{}\[\]`*_\\\"]")
#: Longer titles leave no room for anything else in the head of a page.
LONGEST = 60
#: What may stand in a folder that is to be filled: the history of a project that has not begun.
ALLOWED = {".git"}
#: How the name of the folder begins in which the files are written; only a killed command leaves one.
ASIDE = ".explainer-init-"


class CannotBegin(ExplainerError):
    """The folder or the title cannot be taken; exits with 2, as a call that is wrong."""

    exit_code = 2


def begin(folder: Path, title: str) -> None:
    """Write a small explainer of this title into a folder that is new or empty: all of its files, or none.

    Raises `CannotBegin` when the folder holds something or the title cannot be one, and `MachineError`.
    """
    target = folder.resolve()
    texts = starter(_title(title))
    with machine_faults_explained(target):
        if target.exists() and not _is_empty(target):
            raise CannotBegin(f"{folder} is no empty folder – name one that is, or a new one")
        for left in target.glob(f"{ASIDE}*"):
            shutil.rmtree(left)
        target.parent.mkdir(parents=True, exist_ok=True)
        place = target if target.exists() else target.parent
        with undone_when_ended(), TemporaryDirectory(prefix=ASIDE, dir=place) as aside:
            new = Path(aside) / "new"
            for name, text in texts.items():
                write_atomically(new / name, text)
            if target.exists():
                _move_all(new, target)
            else:
                new.rename(target)


def starter(title: str) -> dict[str, str]:
    """The files of the explainer, by name, and what editors check its data by."""
    filled = {
        "TITLE": title,
        "SLUG": _slug(title),
        "EDITION": _today(),
        "VERSION": __version__,
    }
    names = sorted(name for name in names_in(STARTER) if "__pycache__" not in name)
    return {
        **{name: _fill((STARTER / name).read_text(encoding="utf-8"), filled) for name in names},
        **{f"{SCHEMAS}/{name}": text for name, text in schemas().items()},
    }


def _fill(text: str, words: Mapping[str, str]) -> str:
    return re.sub("@({})@".format("|".join(words)), lambda match: words[match[1]], text)


def _slug(title: str) -> str:
    """The letters and digits of a title that every system takes in the name of a file."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    return "-".join(re.findall(r"[a-z0-9]+", plain)) or "explainer"


def _title(given: str) -> str:
    title = given.strip()
    if not title:
        raise CannotBegin("the title is empty – say in a few words what the explainer is about")
    if UNSEEN.search(title) or not title.isprintable():
        raise CannotBegin("the title holds a character that cannot be seen – remove it")
    if found := MARKUP.search(title):
        raise CannotBegin(f"the title holds “{found[0]}”, which would be taken for markup – leave it out")
    if len(title) > LONGEST:
        raise CannotBegin(f"the title has {len(title)} characters – shorten it to {LONGEST}")
    return title


def _today() -> str:
    """The day of the first edition, in UTC; builds that are to be the same everywhere name it."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    try:
        now = datetime.fromtimestamp(int(epoch), UTC) if epoch else datetime.now(UTC)
    except (ValueError, OverflowError, OSError):
        raise CannotBegin(f"SOURCE_DATE_EPOCH is “{epoch}” – set it to a number of seconds, or not at all") from None
    return now.strftime("%Y-%m-%d")


def _is_empty(folder: Path) -> bool:
    if not folder.is_dir():
        return False
    return {path.name for path in folder.iterdir() if not path.name.startswith(ASIDE)} <= ALLOWED


def _move_all(source: Path, target: Path) -> None:
    """Move what stands in a folder to another one, the settings last, as there is no project without them."""
    moved: dict[Path, Path] = {}
    try:
        for path in sorted(source.iterdir(), key=lambda path: path.name == CONFIG):
            moved[path] = path.rename(target / path.name)
    except BaseException:
        for path, place in moved.items():
            place.rename(path)
        raise
