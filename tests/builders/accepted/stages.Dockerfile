ARG BASE=scratch
FROM ${BASE} AS files
COPY nothing-but-metadata.Dockerfile /a
FROM scratch
COPY --from=files /a /b
COPY --from=0 /a /c
