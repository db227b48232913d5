from __future__ import annotations

from enum import Enum


class Kind(str, Enum):
    """What sort of organisation a door belongs to."""

    KP2MI = "kp2mi"
    BP3MI = "bp3mi"
    KEMENSOS = "kemensos"
    DINAS_SOSIAL = "dinas_sosial"
    SAPA = "sapa"
    UPTD_PPA = "uptd_ppa"
    LPSK = "lpsk"
    POLICE = "police"
    EMERGENCY = "emergency"
    HEALTH = "health"
    COUNSELLING = "counselling"
    KEMLU = "kemlu"
    LABOUR = "labour"
    DUKCAPIL = "dukcapil"
    IMMIGRATION = "immigration"
    LEGAL_AID = "legal_aid"
    UNION = "union"
    OMBUDSMAN = "ombudsman"
    LAPOR = "lapor"
    KOMNAS = "komnas"
    BPJS = "bpjs"
    VILLAGE = "village"
    EDUCATION = "education"


WALK_IN: frozenset[Kind] = frozenset(
    {Kind.BP3MI, Kind.DINAS_SOSIAL, Kind.UPTD_PPA, Kind.POLICE, Kind.LABOUR, Kind.DUKCAPIL, Kind.HEALTH}
)
"""Public offices that anybody in the district can point to: worth naming even where no number is known."""

MADE_FOR_WOMEN: frozenset[Kind] = frozenset({Kind.SAPA, Kind.UPTD_PPA, Kind.KOMNAS})
"""Doors built for women and children: never the first one for a man, even where they take men in."""
