# not for buildah: it lets /bin/sh run the shell form of CMD and ENTRYPOINT whatever SHELL says
FROM scratch
SHELL ["/bin/bash", "-eo", "pipefail", "-c"]
CMD run this
