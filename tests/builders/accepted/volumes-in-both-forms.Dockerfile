FROM scratch
ENV V=/var/v
VOLUME /a /b/
VOLUME ["/c d", "/e"]
VOLUME $V
