FROM python:3.12-slim
WORKDIR /app
RUN pip install flask gunicorn
COPY app.py .
USER 1000
CMD python app.py
