FROM debian:12
LABEL Bad_Key=1 org.opencontainers.image.created="yesterday" \
      org.opencontainers.image.url="not a url" org.opencontainers.image.title=""
LABEL org.opencontainers.image.licenses="GPL 3" io.docker.thing=1
USER 1000:1000
CMD ["sleep", "1000"]
