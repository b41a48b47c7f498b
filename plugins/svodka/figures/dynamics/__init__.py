"""Quarters one after another: computed ones, and those from before the system."""
