-- Layers are schemas. Personal data lives apart, under a role that the loader takes on only for the one step that
-- writes it (SET LOCAL ROLE); a plain query of the loader's own role cannot read it.
CREATE SCHEMA IF NOT EXISTS landing;
CREATE SCHEMA IF NOT EXISTS staging;
CREATE SCHEMA IF NOT EXISTS core;
CREATE SCHEMA IF NOT EXISTS marts;
CREATE SCHEMA IF NOT EXISTS meta;
CREATE SCHEMA IF NOT EXISTS pii;

GRANT USAGE, CREATE ON SCHEMA pii TO svodka_pii;
GRANT USAGE ON SCHEMA staging TO svodka_pii;
REVOKE ALL ON SCHEMA pii FROM public;
