FROM debian:12 AS build
RUN apt-get update && apt-get install -y gcc && sudo true
WORKDIR /src
COPY app.py .

FROM alpine:3.20
RUN apk add ca-certificates
COPY --from=build --chown=1000:1000 /src/app.py /app/
USER 1000
CMD ["sh"]
