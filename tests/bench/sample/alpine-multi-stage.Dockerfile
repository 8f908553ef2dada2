FROM alpine:3.20 AS fetch
ARG VERSION=1.4.0
RUN apk add curl ca-certificates \
    && curl -fsSLo /tmp/a.tgz "https://example.com/a/${VERSION}/a-${VERSION}-linux-amd64.tgz" \
    && echo "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef  /tmp/a.tgz" | sha256sum -c - \
    && tar -C /usr/local -xzf /tmp/a.tgz \
    && rm /tmp/a.tgz

FROM golang:1.22-alpine AS build
RUN apk --no-cache add git make gcc musl-dev
WORKDIR /go/src/example.com/service
COPY go.mod go.sum ./
RUN go mod download
COPY . .
ARG COMMIT
RUN CGO_ENABLED=0 GOOS=linux go build -trimpath -ldflags "-s -w -X main.commit=${COMMIT}" -o /service ./cmd/service

FROM alpine
COPY --from=fetch /usr/local/bin/a /usr/local/bin/
COPY --from=build /service /usr/local/bin/service
RUN addgroup -S app && adduser -S -G app app && mkdir -p /data && chown app:app /data
USER app
VOLUME /data
ENTRYPOINT ["/usr/local/bin/service"]
CMD ["serve", "--listen", ":8080"]
