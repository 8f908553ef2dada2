# not for buildah: it looks for an image where an argument names a stage
ARG BASE=two
FROM scratch AS one
ENV A=one
FROM scratch AS two
ENV A=two
FROM $BASE
ENV B=$A
