from __future__ import annotations

from enum import Enum


class Door(str, Enum):
    """Which sort of organisation one asks; the directory knows its organisations by the same words."""

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
