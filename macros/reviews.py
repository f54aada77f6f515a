"""Claims as schema.org `ClaimReview` data, which search engines and fact-checkers' tools read."""

import json
from collections.abc import Iterable

from markupsafe import Markup

from explainer.data import Dataset
from explainer.data.models import Claim
from macros.links import Links
from macros.templates import Templates

#: Characters that could end the script element the data stand in.
UNSAFE = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"}


def claim_reviews(claims: Iterable[Claim], data: Dataset, links: Links, site: str, templates: Templates) -> Markup:
    """JSON-LD of all claims: who said what, and the finding."""
    graph = [_review(claim, data, links, site, templates) for claim in claims]
    text = json.dumps({"@context": "https://schema.org", "@graph": graph}, ensure_ascii=False, separators=(",", ":"))
    return Markup("".join(UNSAFE.get(character, character) for character in text))  # noqa: S704 – escaped here


def _review(claim: Claim, data: Dataset, links: Links, site: str, templates: Templates) -> dict[str, object]:
    source = data.sources[claim.source]
    said = {"datePublished": str(source.published)} if source.published else {}
    return {
        "@type": "ClaimReview",
        "url": links.permanent("claims", claim.id),
        "claimReviewed": templates.plain(claim.claim),
        "author": {"@type": "Organization", "name": site},
        "itemReviewed": {
            "@type": "Claim",
            "author": {"@type": "Organization", "name": source.publisher},
            "appearance": {"@type": "CreativeWork", "url": str(source.url), "name": source.title},
            **said,
        },
        "reviewRating": {"@type": "Rating", "alternateName": templates.finding(claim.finding)},
        "reviewBody": templates.plain(claim.explanation),
    }
