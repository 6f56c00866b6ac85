"""A mapping guessed for a list that nobody has seen, with reasons for a person to judge."""

from .guessing import suggest_mapping

__all__ = ["suggest_mapping"]
