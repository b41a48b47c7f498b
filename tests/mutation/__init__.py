"""Mutation check of sql/indicators and sql/marts: each condition changed once, then judged."""
