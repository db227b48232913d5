from __future__ import annotations

from enum import Enum


class Signal(str, Enum):
    """Why a message is level 1 or higher; several may apply."""

    SELF_HARM = "self_harm"
    CAPTIVITY = "captivity"
    VIOLENCE = "violence"
    SEXUAL_VIOLENCE = "sexual_violence"
    THREAT = "threat"
    CHILD = "child"
    MEDICAL = "medical"
    MISSING = "missing"
    HOMELESS = "homeless"
    COERCION = "coercion"
    DISTRESS = "distress"
    PRIVATE = "private"
    OBSERVED = "observed"
