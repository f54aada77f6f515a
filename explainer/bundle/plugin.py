"""What differs in a site that is opened as files: its addresses, and how its search works."""

from collections.abc import Mapping
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation

from explainer.bundle.online import leave_out

SHIM = "assets/javascripts/iframe-worker.js"  # with another name the theme's own plug-in would fetch one from elsewhere

#: Comes before other plugins.
FIRST = 100


class OfflinePlugin(BasePlugin):  # type: ignore[type-arg,no-untyped-call]
    """Builds the site for browsers that open files.

    Links name files. What needs the site's address is left out, but for addresses that readers cite: pages find those
    in `extra.published`. So is where things are edited. After the build, `address` and `repository` are those of the
    hosted site, empty if unknown. `online` are the pages that stay there, by the names of their files: each with the
    name of its page's own file.
    """

    address = repository = ""
    online: Mapping[str, str]

    @event_priority(FIRST)
    def on_config(self, config: MkDocsConfig) -> None:
        """Change the settings before other plugins look at them."""
        self.address, self.repository = config.site_url or "", config.repo_url or ""
        config.extra["published"] = self.address
        config.site_url = config.edit_uri = ""
        config.use_directory_urls = False
        config.extra.setdefault("polyfills", []).append(SHIM)

    def on_nav(self, nav: Navigation, *, files: Files, **_: object) -> None:
        """Let the navigation name what comes with the copy."""
        self.online = {file.dest_uri: file.src_uri for file in leave_out(nav, files)}

    def on_post_build(self, config: MkDocsConfig) -> None:
        """Add the script that stands in for workers."""
        (Path(config.site_dir) / SHIM).write_bytes(Path(__file__).with_name("worker.js").read_bytes())
