"""`python -m explainer.diff.side PROJECT [SITE]` draws one side, and builds it if a site is named.

It is a process that imports the code of that side alone. Pages are not held to the checks for them, which an older
revision could not know; data and charts are.
"""

import sys
from pathlib import Path

from explainer.errors import ExplainerError
from explainer.prepare import prepare
from explainer.project import Project
from explainer.site import check_data, run_builder


def main(root: Path, site: Path | None = None) -> None:
    """Draw the project in `root`, and build it into `site`; when that fails, say why and exit with its status."""
    try:
        project = Project.load(root)
        prepared, _ = prepare(project, *check_data(project))
        if site:
            run_builder(prepared, site)
    except ExplainerError as error:
        print(error.format_message(), file=sys.stderr)  # noqa: T201 – for the process that started this one
        sys.exit(error.exit_code)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
