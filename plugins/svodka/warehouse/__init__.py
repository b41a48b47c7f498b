"""The warehouse: engine, COPY, SQL files with bound parameters, migrations, the embedded Postgres."""
