#!/bin/sh
# `init` makes Airflow's and our tables; everything else is run as it stands.
set -eu
AIRFLOW__FAB__CUSTOM_ROLES="$(cat /opt/svodka/config/airflow_roles.json)"
export AIRFLOW__FAB__CUSTOM_ROLES
if [ "${1:-}" = init ]; then
    airflow db migrate
    exec env PYTHONPATH=/opt/svodka/plugins python -c 'from svodka import pipeline; print(pipeline.init())'
fi
exec "$@"
