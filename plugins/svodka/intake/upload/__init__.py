"""An export that a person gives through a page: kept apart, looked at, and only then put into an inbox."""
