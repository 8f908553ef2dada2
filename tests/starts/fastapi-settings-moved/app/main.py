from fastapi import FastAPI

from app.config import get_settings

app = FastAPI(title=get_settings().app_name)
