FROM debian:12
SHELL ["/bin/bash", "-o", "pipefail", "-c"]
RUN true | wc -l
HEALTHCHECK --interval=5m --timeout=3s --retries=4 CMD curl -f http://localhost:$PORT/ || exit 1
ONBUILD COPY app.py /app/
ONBUILD RUN sudo true
ENTRYPOINT exec sleep "1000"
