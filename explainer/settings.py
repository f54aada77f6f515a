"""What can be set: in `mkdocs.yml`, at the head of a page, and in the environment."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Setting:
    """Something that can be set: its name, what it does, and what it is when it is left out."""

    name: str
    text: str
    default: str = ""


#: The settings of the engine, below `extra: explainer:` in `mkdocs.yml`: there are no others.
OWN = {
    each.name: each
    for each in (
        Setting("edition", "The date of the edition, such as `2022-11-30`. It dates the output. Required."),
        Setting(
            "topics",
            "The topics by the words that names of data files begin with, each with its title, in the order of the "
            "site: `lakes: The lakes`. Required.",
        ),
        Setting("slug", "What the names of files begin with that are handed out.", "made of `site_name`"),
        Setting(
            "licence",
            "The short name of a licence that says what others may do with texts and charts: `CC-BY-4.0`.",
        ),
        Setting(
            "fonts",
            "Files in the project with letters for charts that the usual font (DejaVu Sans) lacks, in their order.",
        ),
        Setting("locale", "How numbers and dates are written, and in which language.", "en_GB"),
        Setting("data", "The folder of the data.", "data"),
        Setting("charts", "The folder of the code of charts, which is also the name of its package.", "charts"),
    )
}
#: The settings of MkDocs that the engine reads too.
OF_MKDOCS = (
    Setting("site_name", "The name of the site."),
    Setting("site_url", "The address of the site. Without it there are no cards, no feed and no map for crawlers."),
    Setting(
        "repo_url",
        "The address of the repository. Without it, no page says where it can be mended.",
    ),
    Setting("edit_uri", "Where in the repository pages are edited, such as `edit/main/docs/`."),
    Setting(
        "site_description",
        "What the site is about, in a sentence; also said of pages without a description, and in copies to hand out.",
    ),
    Setting("copyright", "What the foot of each page says about rights, and so do copies to hand out."),
    Setting("docs_dir", "The folder of the pages.", "docs"),
    Setting("site_dir", "The folder of the built site, which holds nothing else.", "site"),
    Setting("use_directory_urls", "Whether the address of a page is that of a folder.", "true"),
    Setting("nav", "The pages in their order, which is also that of copies to hand out."),
    Setting(
        "theme",
        "`name: explainer`; `language: en` is that of the texts, and `custom_dir` names a folder with what replaces "
        "parts of it.",
    ),
    Setting("extra_css", "Stylesheets for all pages, which copies to hand out hold too."),
    Setting("markdown_extensions", "What can be written in pages beyond plain Markdown."),
    Setting("validation", "Which links MkDocs warns of. Those that lead nowhere are refused in any case."),
    Setting(
        "plugins",
        "`macros`: `modules: [explainer.macros]` are those of the engine, and `module_name: macros` is a module of the "
        "project's own, which takes precedence.",
    ),
    Setting(
        "extra",
        "`explainer` holds the settings of the engine; `colophon` what the foot of each page says: `edition`, "
        "`data_until`, `commit` and `feed`, each from the environment.",
    ),
)
#: What the head of a page can hold, between two lines of `---`.
OF_PAGES = (
    Setting("title", "What the page is called in the window and in results of a search.", "its heading"),
    Setting("description", "What the page is about, in a sentence; shown by search engines and where it is shared."),
    Setting("main_chart", "The id of the chart that the page is about. It is on the page's card."),
    Setting("unbound", "Why the numbers on the page have no facts behind them, where none of them can have one."),
    Setting("samples", "`true` for a page that shows parts as samples: things that it names are not used by it."),
    Setting(
        "online_only",
        "`true` for a page that is no part of copies to hand out: links to it lead to the site from there, if its "
        "address is known.",
    ),
    Setting("render_macros", "`false` for a page that calls no macros, so that double braces are words."),
    Setting("search", "`exclude: true` keeps the page out of the search; `boost: 2` moves it up, `0.5` down."),
)
#: What is read from the environment.
VARIABLES = (
    Setting("SITE_URL", "The address of the site, for `site_url`."),
    Setting("REPO_URL", "The address of the repository, for `repo_url`."),
    Setting("EDIT_URI", "Where in the repository pages are edited.", "edit/main/docs/"),
    Setting("COMMIT", "The full hash of the commit, where there is no git to ask."),
    Setting("SOURCE_DATE_EPOCH", "The moment that dates the output, in seconds since 1970.", "the day of the edition"),
    Setting("CHROMIUM", "The program that prints the PDF.", "the one that is found"),
    Setting("SITE_EDITION", "Set by our commands for `mkdocs.yml`: the date of the edition, in words."),
    Setting("SITE_DATA_UNTIL", "Set by our commands: the day that data reach to, in words."),
    Setting("SITE_COMMIT", "Set by our commands: the commit, followed by `-changed` when files differ from it."),
    Setting("SITE_FEED", "Set by our commands: the name of the feed, if there is one."),
    Setting("NO_MKDOCS_2_WARNING", "Set by our commands: it silences a notice of the theme about its successor."),
)
