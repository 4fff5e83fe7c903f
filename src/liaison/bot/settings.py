"""Settings, from the environment or a `.env` file."""

from pathlib import Path

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from liaison.domain.errors import Problem

SLACK = "https://slack.com/api/"


class Settings(BaseSettings):
    """What a deployment decides; the names are those of the environment variables."""

    model_config = SettingsConfigDict(env_file=".env", extra="ignore", frozen=True)

    database_url: str = "sqlite:///liaison.db"
    slack_bot_token: SecretStr | None = None
    slack_app_token: SecretStr | None = None
    slack_signing_secret: SecretStr | None = None
    slack_client_id: str | None = None
    slack_client_secret: SecretStr | None = None
    slack_api_url: str = SLACK
    liaison_key: SecretStr | None = None
    liaison_timezone: str | None = None
    liaison_clock_url: str | None = Field(
        default=None, description="Where a sandbox tells its time; the process then follows it"
    )
    port: int = Field(default=3000, ge=0, le=65535)
    log_level: str = "INFO"

    @property
    def shared(self) -> bool:
        """Whether any workspace may install the app, so that tokens come from installations."""
        return bool(self.slack_client_id and self.slack_client_secret)

    @property
    def key(self) -> str:
        """The encryption keys. Raises Problem where there are none: nothing is kept unencrypted."""
        if self.liaison_key is None or not self.liaison_key.get_secret_value().strip():
            raise Problem(
                "LIAISON_KEY is not set.", "Print a new key with: liaison key. Then put it into .env."
            )
        return self.liaison_key.get_secret_value()

    @property
    def bot_token(self) -> str:
        """The token of the installed app. Raises Problem where there is none."""
        if self.slack_bot_token is None:
            raise Problem(
                "SLACK_BOT_TOKEN is not set.", "Copy it from your app's page, OAuth & Permissions, into .env."
            )
        return self.slack_bot_token.get_secret_value()


# What each setting must be that is more than text.
MUST_BE = {"port": "a number from 1 to 65535, such as 3000"}


def unusable(error: ValidationError) -> Problem:
    """Which setting cannot be used, and what it must be."""
    name = str(error.errors()[0]["loc"][0]).casefold()
    return Problem(
        f"{name.upper()} cannot be used as it is set.",
        f"Set it to {MUST_BE.get(name, 'what docs/running.md says')}, or leave it out.",
    )


def manifest_path() -> Path:
    """The app's manifest, at the root of the checkout."""
    return Path(__file__).parents[3] / "app_manifest.yml"
