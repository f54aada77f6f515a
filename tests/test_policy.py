"""The Content-Security-Policy of a built site, as it is written; `tests/browser` shows what browsers make of it."""

import re
from base64 import b64encode
from hashlib import sha256
from html import unescape
from pathlib import Path

import pytest

from explainer.built import BuiltSite
from explainer.errors import ExplainerError, ProblemsFound
from explainer.hosting import LONGEST_LINE
from explainer.policy import write_policy
from tests.projects import explainer

PAGE = '<!doctype html>\n<html><head>\n<meta charset="utf-8">\n<title>Page</title></head><body>{}</body></html>\n'


def policies(site: Path) -> dict[str, dict[str, list[str]]]:
    """The directives of each page's own policy, by page."""
    found = {}
    for path in sorted(site.rglob("*.html")):
        [policy] = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]*)"', path.read_text("utf-8"))
        directives = (directive.split() for directive in unescape(policy).split("; "))
        found[path.relative_to(site).as_posix()] = {name: sources for name, *sources in directives}
    return found


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('<p style="color: red">Text</p>', '"style" of <p> would be ignored'),
        ('<img src="//elsewhere.example/a.png" alt="">', '<img> may not fetch "//elsewhere.example/a.png"'),
        ('<iframe src="https://elsewhere.example/"></iframe>', "<iframe> may not fetch"),
        ('<img src="http://[x" alt="">', '<img> may not fetch "http://[x"'),
        (r'<img src="\\elsewhere.example/a.png" alt="">', "<img> may not fetch"),
        ('<img srcset="a.png 1x, https://elsewhere.example/b.png 2x" alt="">', "<img> may not fetch"),
        ('<link rel="preconnect" href="https://elsewhere.example/">', "<link> may not fetch"),
    ],
)
def test_what_the_policy_would_forbid_is_refused(tmp_path: Path, text: str, says: str) -> None:
    (tmp_path / "page").mkdir()
    (tmp_path / "page/index.html").write_text(PAGE.format(text), encoding="utf-8")
    with pytest.raises(ProblemsFound) as found:
        write_policy(BuiltSite(tmp_path, policy=True))
    [problem] = found.value.problems
    assert str(problem).startswith("page/index.html: ")
    assert says in str(problem)


def test_a_page_without_a_head_is_refused(tmp_path: Path) -> None:
    (tmp_path / "part.html").write_text("<p>Text</p>", encoding="utf-8")
    with pytest.raises(ProblemsFound, match="no <head>"):
        write_policy(BuiltSite(tmp_path, policy=True))


@pytest.mark.slow
def test_a_script_typed_into_a_page_leaves_the_last_site_as_it_was(drawn: Path) -> None:
    with (drawn / "docs/glossary.md").open("a", encoding="utf-8") as page:
        page.write("\n<script>alert()</script>\n")
    result = explainer(drawn, "build")
    assert result.returncode == 1
    assert 'glossary/index.html: readers\' browsers would run "alert()" – take it out of the page' in result.stderr
    assert not (drawn / "site").exists()


def test_inline_scripts_are_named_by_hash_and_data_are_not(tmp_path: Path) -> None:
    data = '<article><script type="application/ld+json">{}</script></article>'
    (tmp_path / "one.html").write_text(PAGE.format(f"<script>first()</script>{data}"), encoding="utf-8")
    (tmp_path / "two.html").write_text(PAGE.format("<style>p { color: red }</style><p>Text</p>"), encoding="utf-8")
    write_policy(BuiltSite(tmp_path, policy=True))
    script, style = (
        f"'sha256-{b64encode(sha256(text).digest()).decode()}'" for text in (b"first()", b"p { color: red }")
    )
    found = policies(tmp_path)
    assert found["one.html"]["script-src"] == ["'self'", script]
    assert found["one.html"]["style-src"] == ["'self'"]
    assert found["two.html"]["script-src"] == ["'self'"]
    assert found["two.html"]["style-src"] == ["'self'", style]
    assert f"script-src 'self' {script};" in (tmp_path / "_headers").read_text(encoding="utf-8")


def test_more_hashes_than_a_header_holds_are_refused(tmp_path: Path) -> None:
    scripts = "".join(f"<script>{number}</script>" for number in range(40))
    (tmp_path / "page.html").write_text(PAGE.format(scripts), encoding="utf-8")
    with pytest.raises(ExplainerError, match="too many different inline scripts"):
        write_policy(BuiltSite(tmp_path, policy=True))


def test_policy_of_a_built_site_is_strict(own_project: Path) -> None:
    site = own_project / "site"
    for name, policy in policies(site).items():
        assert policy["default-src"] == ["'none'"], name
        loose = [each for each in policy["script-src"] + policy["style-src"] if not each.startswith("'sha256-")]
        assert loose == ["'self'", "'self'"], name
        head = (site / name).read_text(encoding="utf-8").partition("Content-Security-Policy")[0]
        assert not re.search(r"<(script|link|style)\b", head), f"{name}: the policy comes too late"
    lines = (site / "_headers").read_text(encoding="utf-8").splitlines()
    assert lines[0] == "/*"
    assert all(re.match(r"/|  [\w-]+: .", line) and len(line) <= LONGEST_LINE for line in lines)
    [policy] = [line for line in lines if "Content-Security-Policy:" in line]
    assert lines.index(policy) == 1
    assert "unsafe" not in policy.partition("script-src")[2].partition(";")[0]
    assert policy.endswith("frame-ancestors 'none'")
