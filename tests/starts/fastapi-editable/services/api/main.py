import uvicorn
from acme_common import greet
from fastapi import FastAPI

app = FastAPI()


@app.get("/")
def root():
    return greet()


if __name__ == "__main__":
    uvicorn.run(app, host="0.0.0.0", port=8000)
