"""Organisations and towns side by side: the composite index, places, the свод of several towns (§10.4)."""
