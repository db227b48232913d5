"""The web pages: the counsellors' console, and the two plain pages for everybody."""

from console.assembly import register
from console.desk import Desk

__all__ = ["Desk", "register"]
