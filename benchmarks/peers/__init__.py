"""Other ways to build the same pages and charts, each as its own documentation has it, measured beside ours."""
