"""Contracts: what a channel's exports look like, which words they use, which rows are refused."""

from svodka.intake.contracts.model import Check, Contract, ContractError, Coverage, Field, Form, Rule
from svodka.intake.contracts.reading import channel_names, channel_title, load_contract

__all__ = [
    "Check", "Contract", "ContractError", "Coverage", "Field", "Form", "Rule", "channel_names", "channel_title",
    "load_contract",
]  # fmt: skip
