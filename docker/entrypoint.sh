#!/bin/sh
# `init` makes Airflow's and our tables; everything else is run as it stands.
set -eu
if [ "${1:-}" = init ]; then
    airflow db migrate
    exec env PYTHONPATH=/opt/svodka/plugins python -c 'from svodka import pipeline; print(pipeline.init())'
fi
exec "$@"
