FROM scratch
COPY nothing-at-all.Dockerfile /
