from fastapi import FastAPI

from routers import files

app = FastAPI(title="Files")
app.include_router(files.router)
