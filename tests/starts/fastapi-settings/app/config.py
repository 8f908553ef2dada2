from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_file=".env", env_prefix="GUESTS_")

    title: str = "Guests"
    database_url: str
    limit: int = Field(default=20)
    token: str | None = None


settings = Settings()
