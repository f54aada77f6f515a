"""Claims as schema.org `ClaimReview` data, which search engines and fact-checkers' tools read."""

from collections.abc import Iterable

from markupsafe import Markup

from explainer.data.models import Claim
from explainer.macros.links import Links
from explainer.macros.structured import json_ld, without_unknown
from explainer.macros.templates import Templates


def claim_reviews(claims: Iterable[Claim], links: Links, site: str, templates: Templates) -> Markup:
    """JSON-LD of all claims: who said what, and the finding."""
    return json_ld({"@graph": [_review(claim, links, site, templates) for claim in claims]})


def _review(claim: Claim, links: Links, site: str, templates: Templates) -> dict[str, object]:
    """A review; it has an address only where the site's own is known."""
    source = templates.data.sources[claim.source]
    reviewed = {
        "@type": "Claim",
        "author": {"@type": "Organization", "name": source.publisher},
        "datePublished": source.published,
        "appearance": {"@type": "CreativeWork", "url": str(source.url), "name": source.title},
    }
    review = {
        "@type": "ClaimReview",
        "url": links.published and links.permanent("claims", claim.id),
        "claimReviewed": templates.plain(claim.claim),
        "author": without_unknown({"@type": "Organization", "name": site, "url": links.published}),
        "datePublished": templates.edition,
        "itemReviewed": without_unknown(reviewed),
        "reviewRating": {"@type": "Rating", "alternateName": templates.finding(claim.finding)},
        "reviewBody": templates.plain(claim.explanation),
    }
    return without_unknown(review)
