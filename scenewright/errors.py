"""The one exception that the command line shows as one line."""

from __future__ import annotations


class UserError(Exception):
    """A mistake of the user's, or of the machine's: what is wrong, where, and what would be right, in one line."""
