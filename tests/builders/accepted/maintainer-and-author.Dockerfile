FROM scratch
MAINTAINER Somebody Else <a@example.com>
