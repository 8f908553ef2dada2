FROM centos:7
RUN yum -y update && \
    yum install -y java-1.8.0-openjdk-headless-1.8.0.412 unzip which && \
    yum clean all && rm -rf /var/cache/yum
ENV JAVA_HOME=/usr/lib/jvm/jre JAVA_OPTS="-Xms256m -Xmx1g" CATALINA_HOME=/opt/tomcat
ENV PATH $CATALINA_HOME/bin:$PATH
RUN set -ex; \
    useradd -r -d $CATALINA_HOME tomcat; \
    curl -L -o /tmp/tomcat.tar.gz https://archive.example.org/tomcat-9.0.80.tar.gz; \
    mkdir -p "$CATALINA_HOME"; \
    tar -xf /tmp/tomcat.tar.gz --strip-components=1 -C "$CATALINA_HOME"; \
    case "$(uname -m)" in \
        x86_64) arch=amd64 ;; \
        aarch64) arch=arm64 ;; \
        *) echo "unsupported" >&2; exit 1 ;; \
    esac; \
    echo "$arch" > /etc/arch; \
    chown -R tomcat:tomcat $CATALINA_HOME; \
    chmod -R 777 $CATALINA_HOME/logs
COPY --chown=tomcat:tomcat target/*.war $CATALINA_HOME/webapps/
COPY ["docker-entrypoint.sh", "/usr/local/bin/"]
RUN chmod +x /usr/local/bin/docker-entrypoint.sh
EXPOSE 8080
STOPSIGNAL SIGTERM
USER tomcat
ENTRYPOINT ["docker-entrypoint.sh"]
CMD catalina.sh run
