# not for buildah: it lets /bin/sh run the shell form of CMD and ENTRYPOINT whatever SHELL says
FROM scratch AS parent
SHELL ["/bin/ash", "-c"]
CMD before
FROM parent
ENTRYPOINT go on
