FROM debian:12
ARG NPM_TOKEN=npm_A1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6Q7r8
RUN echo "$NPM_TOKEN" | wc -c
ENV AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMIK7MDENGbPxRfiCYzzqwertyuiop \
    DB_PASSWORD="hunter two"
COPY id_rsa /root/.ssh/id_rsa
CMD ["sleep", "1000"]
