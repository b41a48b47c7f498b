"""One module a page: its routes, which ask the pipeline and fill a template."""
