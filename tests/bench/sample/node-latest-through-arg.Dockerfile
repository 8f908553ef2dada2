ARG V=latest
FROM node:${V}
WORKDIR /srv/clock
COPY server.js ./
USER 1000
EXPOSE 8080
CMD ["node", "server.js"]
