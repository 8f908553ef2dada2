from celery import Celery
from decouple import config

app = Celery("jobs", broker=config("BROKER_URL", default="memory://"))
app.conf.task_default_queue = config("QUEUE")


@app.task
def greet(name):
    return "Hello " + name
