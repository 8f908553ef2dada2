FROM debian:12
ADD app.py /app/
ADD site.tar /srv/
COPY ["package.json", "/app/with space/"]
RUN rm /app/app.py
USER 1000
CMD ["sh", "-c", "exec sleep 1000"]
