from fastapi import FastAPI

from guests.routes import router

app = FastAPI()
app.include_router(router)
