"""Compiled templates, kept between builds: compiling them takes longer than filling them."""

from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from jinja2.bccache import Bucket, BytecodeCache

from explainer.errors import MachineError
from explainer.files import write_atomically
from explainer.project import Project

DIGEST = 32


class CompiledTemplates(BytecodeCache):
    """A folder of compiled templates. A damaged file is not believed, and a disk that takes none is done without."""

    def __init__(self, project: Project) -> None:
        self._folder = project.cache / "templates"

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill the bucket if the template was compiled before."""
        with suppress(OSError):
            content = self._path(bucket).read_bytes()
            if sha256(content[DIGEST:]).digest() == content[:DIGEST]:
                bucket.bytecode_from_string(content[DIGEST:])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a template that was just compiled."""
        code = bucket.bytecode_to_string()
        with suppress(MachineError):
            write_atomically(self._path(bucket), sha256(code).digest() + code)

    def _path(self, bucket: Bucket) -> Path:
        return self._folder / bucket.key
