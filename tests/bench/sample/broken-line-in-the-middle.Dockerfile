FROM python
WORKDIR /app
COYP requirements.txt ./
RUN pip install flask==3.1.3
USER root
CMD ["python", "-m", "http.server", "8000"]
