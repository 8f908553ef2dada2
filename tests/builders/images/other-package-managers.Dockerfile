FROM fedora:40
RUN dnf install -y httpd
RUN dnf -y upgrade
RUN yum install -y --nogpgcheck nano
RUN zypper install -y vim
ENV NVIDIA_VISIBLE_DEVICES=all NVIDIA_DRIVER_CAPABILITIES=all
CMD tail -f /dev/null
