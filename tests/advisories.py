"""Asks the services that list known weaknesses about everything that is locked; `make audit` runs this.

Where a service gives no answer, one line says so. In continuous integration that is a failure, since nobody else asks.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.projects import ROOT

# Not what is measured beside this project: it is older by choice, and sees nothing but pages that were made up.
PYTHON_LOCKS = ("requirements/test.txt", "requirements/audit.txt")
NODE_LOCK = "tests/judges/package-lock.json"
#: What weaknesses of Node packages are called that matter for tools which see nothing but our own pages.
SERIOUS = {"high", "critical"}


class NoAnswer(Exception):
    """The service cannot be reached, or does not know the packages."""


def main() -> int:
    """Print what is known; 1 when there is something to mend."""
    python = report("Python packages", python_audit, python_weaknesses)
    node = report("Node packages", node_audit, node_weaknesses)
    return max(python, node)


def report(what: str, ask: Callable[[], str], read: Callable[[str], list[str]]) -> int:
    try:
        weaknesses = read(ask())
    except NoAnswer as reason:
        print(f"{what}: nobody could be asked for known weaknesses ({reason}) – ask again from another network")
        return int("CI" in os.environ)
    print(*weaknesses or [f"{what}: no known weaknesses"], sep="\n")
    return int(bool(weaknesses))


def python_audit() -> str:
    locks = [part for lock in PYTHON_LOCKS for part in ("--requirement", lock)]
    options = ("--require-hashes", "--disable-pip", "--progress-spinner=off", "--format=json")
    return run(ROOT / ".venv/audit/bin/pip-audit", *options, *locks)


def node_audit() -> str:
    return run(Path(sys.executable).parent / "npm", "audit", "--json", "--prefix", str(Path(NODE_LOCK).parent))


def run(*command: str | Path) -> str:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    asked = subprocess.run(
        command, cwd=ROOT, env={**os.environ, "PATH": path}, capture_output=True, text=True, timeout=300, check=False
    )
    return asked.stdout


def python_weaknesses(answer: str) -> list[str]:
    """What pip-audit found, a line for each. Raises `NoAnswer` also when some package was not judged."""
    packages = parsed(answer, "dependencies")
    unknown = [package["name"] for package in packages if "skip_reason" in package]
    if unknown:
        raise NoAnswer(f"{len(unknown)} of {len(packages)} packages are not known there, {unknown[0]} for one")
    return [
        f"{package['name']} {package['version']}: {weakness['id']} – {remedy(weakness['fix_versions'])}"
        for package in packages
        for weakness in package["vulns"]
    ]


def remedy(versions: list[str]) -> str:
    return f"update to {versions[0]}" if versions else "no version mends it yet"


def node_weaknesses(answer: str) -> list[str]:
    """What npm found, a line for each package. Raises `NoAnswer`."""
    packages = parsed(answer, "vulnerabilities")
    return [
        f"{name} {package['range']}: {package['severity']} – update it in {NODE_LOCK}"
        for name, package in packages.items()
        if package["severity"] in SERIOUS
    ]


def parsed(answer: str, key: str) -> Any:
    try:
        return json.loads(answer)[key]
    except (ValueError, KeyError):
        raise NoAnswer("no answer") from None


if __name__ == "__main__":
    sys.exit(main())
