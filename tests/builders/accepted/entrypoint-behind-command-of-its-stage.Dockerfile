FROM scratch
CMD ["one"]
ENTRYPOINT ["/new"]
