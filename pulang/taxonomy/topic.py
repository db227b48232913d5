from __future__ import annotations

from enum import Enum


class Topic(str, Enum):
    """What a message is about: the one thing the writer most wants answered now."""

    SHELTER = "shelter"
    MEDICAL = "medical"
    COUNSELLING = "counselling"
    TRAINING = "training"
    LIVELIHOOD = "livelihood"
    DOCUMENTS = "documents"
    LEGAL_AID = "legal_aid"
    FAMILY_MEDIATION = "family_mediation"
    CASE_WORKER = "case_worker"
    FAMILY_SUPPORT = "family_support"
    RELATIVE_ABROAD = "relative_abroad"
    RETURN_HOME = "return_home"
    RESTITUTION = "restitution"
    WAGES = "wages"
    INSURANCE = "insurance"
    HEALTH_CARD = "health_card"
    SOCIAL_AID = "social_aid"
    DEBT = "debt"
    POLICE_REPORT = "police_report"
    PROTECTION = "protection"
    CHILD_PROTECTION = "child_protection"
    SAFE_MIGRATION = "safe_migration"
    COMPLAINT = "complaint"
    ENTITLEMENTS = "entitlements"
    FIND_SERVICE = "find_service"
    # --- the conversation itself ---
    GREET = "greet"
    THANKS = "thanks"
    GOODBYE = "goodbye"
    AFFIRM = "affirm"
    DENY = "deny"
    HUMAN = "human"
    ABOUT_BOT = "about_bot"
    PRIVACY = "privacy"
    DELETE_DATA = "delete_data"
    EXIT = "exit"
    MENU = "menu"
    LANGUAGE = "language"
    OUT_OF_SCOPE = "out_of_scope"


CONVERSATIONAL: frozenset[Topic] = frozenset(
    {
        Topic.GREET,
        Topic.THANKS,
        Topic.GOODBYE,
        Topic.AFFIRM,
        Topic.DENY,
        Topic.HUMAN,
        Topic.ABOUT_BOT,
        Topic.PRIVACY,
        Topic.DELETE_DATA,
        Topic.EXIT,
        Topic.MENU,
        Topic.LANGUAGE,
        Topic.OUT_OF_SCOPE,
    }
)
ASSISTANCE: frozenset[Topic] = frozenset(Topic) - CONVERSATIONAL
