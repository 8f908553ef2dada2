# dockcheck in an image of its own:
#
#     docker build -t dockcheck .
#     docker run --rm -i dockcheck - <Dockerfile
#     docker run --rm -v "$PWD:/work:ro" dockcheck

FROM debian:12-slim AS build
WORKDIR /source
COPY . .
# A program that needs nothing of the image it lies in; what builds it is installed by the script.
RUN scripts/release --output /tmp/release "$(uname -m)-linux-musl" \
 && install -D -t /program "build/release-$(uname -m)-linux-musl/bin/dockcheck"

# With a shell, which the jobs of GitLab need.
FROM alpine:3.24
COPY --from=build /program/dockcheck /usr/local/bin/
WORKDIR /work
USER 10001
ENTRYPOINT ["dockcheck"]
CMD ["."]
