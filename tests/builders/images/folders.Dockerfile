FROM debian:12
WORKDIR srv
WORKDIR app
RUN touch here
WORKDIR /etc
CMD ["./start"]
