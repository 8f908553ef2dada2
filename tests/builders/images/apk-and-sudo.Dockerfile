FROM alpine:3.20
RUN apk add curl && sudo mkdir /data
RUN apk update && apk upgrade
USER nobody
CMD ["sleep", "1000"]
