FROM scratch
CMD ["/server", '--port']
ENTRYPOINT [/server]
