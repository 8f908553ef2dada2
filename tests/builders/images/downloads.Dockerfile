FROM debian:12
ARG VERSION=1.2.3
RUN curl -fsSLk http://example.com/tool-${VERSION}.tar.gz -o /tool.tar.gz
RUN curl --insecure https://example.com/x -o /x; touch /x
ENV PYTHONHTTPSVERIFY=0 GIT_SSL_NO_VERIFY=1
USER 1000
CMD ["/x"]
