FROM scratch
HEALTHCHECK --interval=1m30s --timeout=3s --start-period=1h --retries=5 CMD ["/check", "--all"]
