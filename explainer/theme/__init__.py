"""The theme: Material for MkDocs with what it lacks, the looks of every part, and the default colours of charts."""

#: The stylesheets of every page, in their order; a page of the same name in a project takes the place of one.
SHEETS = ("stylesheets/roles.css", "stylesheets/site.css")
