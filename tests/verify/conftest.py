import shutil
from pathlib import Path

import pytest


@pytest.fixture
def project(built_rivers: Path, tmp_path: Path) -> Path:
    """The small project, built, to be changed."""
    return Path(shutil.copytree(built_rivers, tmp_path / "rivers"))
