# not for docker: the daemon of 20.10 ends at a file without a stage (its BuildKit reads the last of none)
ARG VERSION=1
