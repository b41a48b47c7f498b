"""docs/indicators.md and docs/indicators.ru.md, rendered from sql/indicators and sql/seeds/target.csv."""

from svodka.figures.catalogue_docs.page import documents

__all__ = ["documents"]
