FROM debian:12
COPY --chown=0:0 app.py package.json /app/
RUN chown -R 1000:1000 /app
RUN cp /bin/busybox /app/tool && chmod u+s /app/tool
USER 1000
CMD ["/app/tool"]
