FROM debian:12
EXPOSE 22 8080/TCP 9000-9002/udp 3306
VOLUME ["/etc", "/var/run/docker.sock"]
VOLUME /data
USER nobody:nogroup
CMD ["sleep", "1000"]
