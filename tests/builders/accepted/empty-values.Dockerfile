FROM scratch
ENV A= B=""
LABEL c=
CMD []
ENTRYPOINT []
