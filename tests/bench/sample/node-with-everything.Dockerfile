# syntax=docker/dockerfile:1
ARG NODE_VERSION=18
FROM node:${NODE_VERSION} AS dependencies
WORKDIR /srv/app
COPY package.json package-lock.json ./
RUN --mount=type=cache,target=/root/.npm npm ci --no-audit

FROM dependencies AS build
ENV NODE_ENV=production \
    API_TOKEN=changeme \
    PATH=/srv/app/node_modules/.bin:$PATH
COPY . .
RUN npm run build && \
    npm prune --omit=dev && \
    npm cache clean --force

FROM node:${NODE_VERSION}-slim
LABEL maintainer="someone@example.com" \
      org.opencontainers.image.title="A service" \
      org.opencontainers.image.created="2025-01-01"
WORKDIR /srv/app
COPY --from=build --chown=node:node /srv/app/dist ./dist
COPY --from=build /srv/app/node_modules ./node_modules
EXPOSE 3000/tcp 9229
HEALTHCHECK --interval=30s CMD curl -f http://localhost:3000/health || exit 1
USER node
CMD ["node", "dist/server.js"]
