FROM ubuntu:14.04
MAINTAINER Somebody <somebody@example.com>

ENV DEBIAN_FRONTEND noninteractive
ENV LANG en_US.UTF-8
ENV HOME /root

# Everything that the service needs
RUN apt-get update
RUN apt-get install -y git curl wget build-essential python python-dev python-pip
RUN apt-get -y upgrade && apt-get install -y \
    libssl-dev \
    libxml2-dev \
    libxslt1-dev \
    zlib1g-dev \
    # needed for tests
    postgresql-client \
    redis-server
RUN locale-gen en_US.UTF-8
RUN cd /tmp && wget http://www.example.com/downloads/tool-1.2.3.tar.gz && tar xzf tool-1.2.3.tar.gz && cd tool-1.2.3 && ./configure --prefix=/usr/local && make && sudo make install
RUN curl -sSL https://get.example.com/install.sh | bash
RUN pip install flask gunicorn psycopg2==2.5
RUN if [ ! -d /var/lib/service ]; then mkdir -p /var/lib/service; fi; for d in logs data run; do mkdir -p /var/lib/service/$d; done
RUN echo "export PATH=\$PATH:/opt/tool/bin" >> /root/.bashrc
RUN sed -i 's/^bind-address.*/bind-address = 0.0.0.0/' /etc/service.conf && echo 'root:secret' | chpasswd
ADD . /opt/service
ADD https://example.com/files/archive.zip /opt/
WORKDIR opt/service
RUN python setup.py install
VOLUME ["/var/lib/service"]
EXPOSE 22 80 443
CMD service redis-server start && python /opt/service/run.py --debug
