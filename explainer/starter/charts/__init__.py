"""The charts of this explainer: a module for each topic."""
