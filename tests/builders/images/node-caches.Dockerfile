FROM node:20-slim
WORKDIR /app
COPY package.json ./
RUN npm install
RUN yarn install && yarn global add serve
ENV NODE_TLS_REJECT_UNAUTHORIZED=0
USER node
CMD ["npm", "start"]
