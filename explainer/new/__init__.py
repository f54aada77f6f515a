"""Stubs of new things, which work at once and say `TODO` wherever somebody has to write something."""
