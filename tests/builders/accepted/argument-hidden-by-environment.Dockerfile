# build: --build-arg A=given
# not for buildah: it lets an ENV in front of ARG win over --build-arg
FROM scratch
ENV A=environment
ARG A=default
LABEL a=$A
