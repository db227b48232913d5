"""How dangerous a message sounds: text in, assessment out."""

from pulang.safety.assess import assess
from pulang.safety.assessment import Asked, Assessment, Span

__all__ = ["Asked", "Assessment", "Span", "assess"]
