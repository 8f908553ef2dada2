# build: --build-arg NAME=given
ARG NAME=files
ARG OTHER=kept
FROM scratch AS files
ARG NAME
ARG OTHER
ENV N=$NAME O=$OTHER
