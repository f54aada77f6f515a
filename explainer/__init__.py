"""The engine: reads and checks data, draws and caches charts, builds the site.

It knows no topic. Charts use `chart`, `Artboard`, `Dataset` and `Reading`; everything else is for
the command line and for macros.
"""

__version__ = "0.1.0"
