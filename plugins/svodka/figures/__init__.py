"""core → values: seeds, marts, terms, the catalogue of indicators, the figures document."""
