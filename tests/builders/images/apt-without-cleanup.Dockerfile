FROM debian:12
ENV DEBIAN_FRONTEND=noninteractive
RUN apt-get update
RUN apt-get install -y curl
RUN apt-get update && apt-get dist-upgrade -y
CMD ["curl", "--version"]
