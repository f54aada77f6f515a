"""Whatever pages are let pass, a browser finds nothing in them that acts, wherever their text stands."""

import random
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from explainer.built import BuiltSite

pytestmark = pytest.mark.browser

#: Of what the texts are put together: pieces of tags that act, and what changes how browsers read on.
PIECES = [*"<>/!-?='\"`apx\t\f\r ", "--", "]]>", "[CDATA[", "</", "<!--", "-->", "&lt;", "&#60;", '<a title="', '">']
PIECES += [
    "onclick=act()",
    " onclick=act() ",
    "href=javascript:act()",
    "<p onclick=act()>",
    "<img src=x onerror=act()>",
]
PIECES += ["<script type=application/json>", '{"a":"', "<plaintext>", "<p>", "</p>", "title", "svg", "script", "style"]
PIECES += [
    f"<{end}{name}>"
    for name in ["svg", "math", "style", "title", "textarea", "noscript", "template", "xmp"]
    for end in ("", "/")
]
#: What may stand around a text. Browsers read on by other rules in each of them.
AROUND = ["", "<p>", "<svg><g>", "<svg><title>", "<math><mi>", "<table><tr>", "<select><option>", "<noscript>"]
#: The numbers of the texts in which something acts, parsed with scripts and without.
ACTING = """([texts, around]) => {
    const acts = element =>
        [...element.attributes].some(each => each.name.startsWith("on")
            || (/href$|^src$/.test(each.name) && each.value.trim().startsWith("javascript:")))
        || (element.localName === "script" && "type" in element && element.type !== "application/json")
        || (element.content && [...element.content.querySelectorAll("*")].some(acts));
    const parsed = html => {
        const inside = document.createElement("div");
        inside.innerHTML = html;
        return [inside, new DOMParser().parseFromString(`<!doctype html><body>${html}`, "text/html")];
    };
    const isActing = text => around.flatMap(before => parsed(before + text))
        .some(root => [...root.querySelectorAll("*")].some(acts));
    return texts.flatMap((text, number) => isActing(text) ? [number] : []);
}"""


def test_what_is_let_pass_does_not_act(browser: Browser, tmp_path: Path) -> None:
    chance = random.Random(2022)
    texts = ["".join(chance.choices(PIECES, k=chance.randint(3, 12))) for _ in range(1000)]
    for number, text in enumerate(texts):
        (tmp_path / f"{number}.svg").write_bytes(text.encode())
    site = BuiltSite(tmp_path)
    passed = {number for number in range(len(texts)) if not site.pages[f"{number}.svg"].active}
    page = browser.new_page()
    acting = {*page.evaluate(ACTING, [texts, AROUND])}
    page.close()
    assert len(passed) > 100
    assert len(acting) > 100
    assert [texts[number] for number in sorted(passed & acting)] == []
