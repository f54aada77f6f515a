"""Importing this ends the search for garbage: while libraries are imported there is none, and looking takes long."""

import gc

gc.disable()
