#!/bin/sh
# Roles and databases on the first start of the server: the same as the embedded one makes.
set -eu
psql -v ON_ERROR_STOP=1 -U "${POSTGRES_USER:-postgres}" -v airflow="$AIRFLOW_DB_PASSWORD" -v svodka="$SVODKA_DB_PASSWORD" <<'SQL'
CREATE ROLE airflow LOGIN PASSWORD :'airflow';
CREATE ROLE svodka LOGIN PASSWORD :'svodka';
CREATE ROLE svodka_pii NOLOGIN;
GRANT svodka_pii TO svodka WITH INHERIT FALSE, SET TRUE;
CREATE DATABASE airflow OWNER airflow TEMPLATE template0 ENCODING 'UTF8'
    LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8' LOCALE 'C';
CREATE DATABASE svodka OWNER svodka TEMPLATE template0 ENCODING 'UTF8'
    LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8' LOCALE 'C';
REVOKE ALL ON DATABASE airflow, svodka FROM PUBLIC;
SQL
