"""Airflow's processes and the mail sink of one home in the embedded mode: `up`, `down`, `status`.

Everything that is started here is remembered by number and birth time in $SVODKA_HOME/run, and only that is stopped.
The processes outlive the command that started them; `up` again starts what died, and only that.
"""

from svodka.services.errors import ServiceError
from svodka.services.supervisor import Address, down, status, up

__all__ = ["Address", "ServiceError", "down", "status", "up"]
