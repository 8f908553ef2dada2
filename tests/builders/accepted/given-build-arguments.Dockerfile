# build: --build-arg VERSION=7 --build-arg UNUSED=x
FROM scratch
ARG VERSION=1.2
ENV V=${VERSION}
LABEL v="v$VERSION"
