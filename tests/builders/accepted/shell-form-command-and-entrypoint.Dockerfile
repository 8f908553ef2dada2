FROM scratch
ENTRYPOINT /server --port 80
CMD a | b && c "d e"
