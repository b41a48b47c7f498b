"""Bytes to core: landing, tables, contracts, staging, loading, coverage."""
