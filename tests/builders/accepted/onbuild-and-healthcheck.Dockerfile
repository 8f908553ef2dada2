FROM scratch
HEALTHCHECK --interval=5s --retries=2 CMD /check
ONBUILD COPY . /src
SHELL ["/bin/sh", "-c"]
MAINTAINER nobody
