FROM scratch AS parent
USER 1000:1000
WORKDIR /srv
FROM parent
WORKDIR data
