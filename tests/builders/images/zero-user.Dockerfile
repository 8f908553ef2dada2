FROM debian:12
RUN useradd -u 1000 app
USER app
RUN touch /tmp/here
USER 0:0
CMD ["bash", "-c", "echo $0", "one", "two"]
