FROM debian:12
USER 1000
ENTRYPOINT sleep 1000
CMD ["--verbose"]
