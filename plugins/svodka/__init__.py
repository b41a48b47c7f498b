"""Svodka: citizens' messages to a municipality in; control lists and effectiveness indicators out."""

__version__ = "0.1.0"
