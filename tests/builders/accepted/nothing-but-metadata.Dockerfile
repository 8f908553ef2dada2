FROM scratch
LABEL one=1 "two words"="2 words"
ENV A=1 B="x y" C=$A
EXPOSE 80 443/tcp
WORKDIR /srv
USER 1000:1000
VOLUME ["/data"]
STOPSIGNAL SIGTERM
CMD ["/server"]
