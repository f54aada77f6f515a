"""Lighthouse's view of a page, as on a phone of the middle class with a slow connection."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

SCRIPT = Path(__file__).parent / "node_modules/lighthouse/cli/index.js"
NODE = Path(sys.executable).parent / "node"
CHROMIUM = (
    "--headless=new --no-sandbox --disable-gpu --disable-background-networking --disable-component-update"
    " --no-first-run"
)


@dataclass(frozen=True)
class Judgement:
    """Scores from 0 to 100, times in milliseconds, and the bytes that came over the line."""

    performance: int
    accessibility: int
    best_practices: int
    seo: int
    largest_paint: float
    blocking: float
    shift: float
    transferred: dict[str, int]
    faults: list[str]


def judge(address: str, chromium: str) -> Judgement:
    """Let Lighthouse open a page in a given browser. Raises `CalledProcessError` when it cannot."""
    command = [NODE, SCRIPT, address, "--quiet", "--output=json", f"--chrome-flags={CHROMIUM}"]
    environment = {**os.environ, "CHROME_PATH": chromium}
    said = subprocess.run(command, capture_output=True, check=True, env=environment).stdout
    report = json.loads(said)
    audits = report["audits"]
    scores = {name: round(100 * each["score"]) for name, each in report["categories"].items() if each["score"]}
    requests = audits["network-requests"]["details"]["items"]
    return Judgement(
        performance=scores.get("performance", 0),
        accessibility=scores.get("accessibility", 0),
        best_practices=scores.get("best-practices", 0),
        seo=scores.get("seo", 0),
        largest_paint=audits["largest-contentful-paint"]["numericValue"],
        blocking=audits["total-blocking-time"]["numericValue"],
        shift=audits["cumulative-layout-shift"]["numericValue"],
        transferred={each["url"]: each["transferSize"] for each in requests if each["url"].startswith("http")},
        faults=[name for name, each in audits.items() if each["score"] == 0 and each["scoreDisplayMode"] == "binary"],
    )
