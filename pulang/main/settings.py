"""Every setting, in one typed class: from the environment or from `.env`."""

from __future__ import annotations

import re
from pathlib import Path

from cryptography.fernet import Fernet
from pydantic import Field, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError


class SettingsRefused(Exception):
    """A setting is malformed; the text is one line that says which and what was expected."""


class Settings(BaseSettings):
    """What one installation can be told. The names are a contract with operators."""

    model_config = SettingsConfigDict(env_file=".env", extra="ignore", frozen=True)

    home: Path = Field(Path(".pulang"), alias="PULANG_HOME", description="Folder for data and keys.")
    port: int = Field(8000, alias="PULANG_PORT", ge=1, le=65535, description="Port of the web server.")
    public_url: str = Field(
        "", alias="PULANG_PUBLIC_URL",
        description="Address under which Twilio reaches this server; its signatures are checked against it. "
        "Default: `http://127.0.0.1:<port>`.",
    )  # fmt: skip
    database_url: str = Field(
        "", alias="PULANG_DATABASE_URL",
        description="SQLAlchemy URL, for example `postgresql+psycopg://...`. Default: SQLite in `PULANG_HOME`.",
    )  # fmt: skip
    redis_url: str = Field(
        "", alias="PULANG_REDIS_URL", description="Redis of your own. Default: an embedded one, started as a child."
    )
    encryption_keys: str = Field(
        "", alias="PULANG_ENCRYPTION_KEYS", repr=False,
        description="Comma-separated Fernet keys; the first one seals, all open. Default: made in `PULANG_HOME`.",
    )  # fmt: skip
    account_sid: str = Field(
        "", alias="TWILIO_ACCOUNT_SID", description="Twilio account. Without it the built-in double runs."
    )
    auth_token: str = Field(
        "", alias="TWILIO_AUTH_TOKEN", repr=False,
        description="Twilio's token; a comma-separated list while it rotates (the first one sends, all are accepted).",
    )  # fmt: skip
    api_url: str = Field(
        "", alias="TWILIO_API_URL", description="Replaces the hosts of Twilio's Messages and Content API."
    )
    whatsapp_sender: str = Field(
        "",
        alias="PULANG_WHATSAPP_SENDER",
        description="`whatsapp:+...` of the sender, or a Messaging Service (`MG...`).",
    )
    sms_sender: str = Field(
        "", alias="PULANG_SMS_SENDER", description="`+...` of the sender, or a Messaging Service (`MG...`)."
    )
    template_checkin: str = Field(
        "", alias="PULANG_TEMPLATE_CHECKIN", description="Content SID (`HX...`) for check-ins."
    )
    template_waiting: str = Field(
        "", alias="PULANG_TEMPLATE_WAITING", description="Content SID (`HX...`) that says an answer is waiting."
    )
    template_oncall: str = Field(
        "", alias="PULANG_TEMPLATE_ONCALL", description="Content SID (`HX...`) that pages who is on call."
    )
    operator: str = Field(
        "Pulang (percobaan)", alias="PULANG_OPERATOR", min_length=1, max_length=60,
        description="Who runs this service and where to complain, as the texts say it.",
    )  # fmt: skip

    @field_validator("public_url", "api_url")
    @classmethod
    def _address(cls, value: str) -> str:
        if value and not re.fullmatch(r"https?://[^\s/?#]+(/[^\s?#]*)?", value):
            raise ValueError("expected an address such as https://pulang.example.org")
        return value.rstrip("/")

    @field_validator("database_url")
    @classmethod
    def _database(cls, value: str) -> str:
        try:
            known = not value or make_url(value).get_backend_name() in {"sqlite", "postgresql"}
        except ArgumentError:
            known = False
        if not known:
            raise ValueError("expected an address such as postgresql+psycopg://user:password@host/name")
        return value

    @field_validator("redis_url")
    @classmethod
    def _redis(cls, value: str) -> str:
        if value and not re.fullmatch(r"rediss?://[^\s/?#]+(:\d{1,5})?(/\d{1,3})?", value):
            raise ValueError("expected an address such as redis://:password@host:6379/0")
        return value

    @field_validator("encryption_keys")
    @classmethod
    def _keys(cls, value: str) -> str:
        try:
            for key in filter(None, value.split(",")):
                Fernet(key.strip())
        except ValueError as error:
            raise ValueError("expected Fernet keys (32 bytes in URL-safe base64), separated by commas") from error
        return value

    @field_validator("account_sid")
    @classmethod
    def _sid(cls, value: str) -> str:
        if value and not re.fullmatch(r"AC[0-9a-fA-F]{32}", value):
            raise ValueError("expected AC and 32 hexadecimal digits")
        return value

    @field_validator("whatsapp_sender")
    @classmethod
    def _whatsapp(cls, value: str) -> str:
        if value and not re.fullmatch(r"(whatsapp:)?\+[1-9]\d{3,14}|MG[0-9a-fA-F]{32}", value):
            raise ValueError("expected a number such as whatsapp:+1... or a Messaging Service such as MG...")
        return value

    @field_validator("sms_sender")
    @classmethod
    def _sms(cls, value: str) -> str:
        if value and not re.fullmatch(r"\+[1-9]\d{3,14}|MG[0-9a-fA-F]{32}|\d{3,8}", value):
            raise ValueError("expected a number such as +1..., a short code, or a Messaging Service such as MG...")
        return value

    @field_validator("template_checkin", "template_waiting", "template_oncall")
    @classmethod
    def _template(cls, value: str) -> str:
        if value and not re.fullmatch(r"HX[0-9a-fA-F]{32}", value):
            raise ValueError("expected HX and 32 hexadecimal digits")
        return value

    @model_validator(mode="after")
    def _together(self) -> Settings:
        given = {
            "TWILIO_ACCOUNT_SID": bool(self.account_sid),
            "TWILIO_AUTH_TOKEN": bool(self.tokens),
            "PULANG_WHATSAPP_SENDER or PULANG_SMS_SENDER": bool(self.whatsapp_sender or self.sms_sender),
        }
        if any(given.values()) and not all(given.values()):
            missing = ", ".join(name for name, there in given.items() if not there)
            raise ValueError(f"Twilio's settings belong together; missing: {missing}")
        return self

    def environment(self) -> dict[str, str]:
        """Give every setting as the environment of a child, so that no other `.env` is asked again."""
        return {str(field.alias): str(getattr(self, name)) for name, field in type(self).model_fields.items()}

    @property
    def double(self) -> bool:
        """Whether the built-in double stands in for Twilio."""
        return not self.account_sid

    @property
    def address(self) -> str:
        """The address under which Twilio reaches us."""
        return self.public_url or f"http://127.0.0.1:{self.port}"

    @property
    def tokens(self) -> tuple[str, ...]:
        """Twilio's accepted tokens, the sending one first."""
        return tuple(token.strip() for token in self.auth_token.split(",") if token.strip())


def load() -> Settings:
    """Read the settings; raises SettingsRefused with one line for an operator."""
    try:
        return Settings()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsRefused(".env: cannot be read as UTF-8 text") from error
    except ValidationError as error:
        problem = error.errors()[0]
        name = str(problem["loc"][0]) if problem["loc"] else ""
        text = str(problem["msg"]).removeprefix("Value error, ")
        raise SettingsRefused(f"{name}: {text}" if name else text) from error
