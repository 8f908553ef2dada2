FROM debian:12
ENV GREETING=hello
ENTRYPOINT ["/bin/echo", "$GREETING", "'quoted'"]
CMD ["a b", "-c"]
USER app
