"""The charts of this site: one module per topic, one function per chart."""
