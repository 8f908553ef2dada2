FROM scratch AS parent
ARG A=parent
ENV P=$A
FROM scratch
ENV A="[$A]"
