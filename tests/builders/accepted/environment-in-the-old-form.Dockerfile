FROM scratch
ENV A  b   c
ENV PATH /opt/bin:$PATH
LABEL a b c
