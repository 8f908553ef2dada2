FROM python:3.13-slim

WORKDIR /srv/guestbook

COPY demoapp/requirements.txt .
RUN pip install --no-cache-dir -r requirements.txt

COPY demoapp .

# What is no secret has a value here. The password and the key come as files, at run time:
# docker run -v ./secrets:/run/secrets:ro ...
ENV DB_NAME=guestbook \
    DB_USERNAME=guestbook

USER 10001
EXPOSE 8000
ENTRYPOINT ["gunicorn", "--bind=0.0.0.0:8000", "run:app"]
