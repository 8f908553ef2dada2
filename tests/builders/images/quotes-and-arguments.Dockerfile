FROM debian:12
ARG NAME="two words"
ENV TEXT="a \"quoted\" \$word" SINGLE='$kept' PATH_LIKE=/a\ b
RUN echo "$NAME" > "/tmp/$TEXT" && echo 'it'"'"'s'
RUN ["/bin/echo", "exec form", "with \"quotes\""]
LABEL text="line with \\ backslash" empty=
ENTRYPOINT ["/bin/sh", "-c", "echo \"$0\" <&0 && exec sleep 1000"]
