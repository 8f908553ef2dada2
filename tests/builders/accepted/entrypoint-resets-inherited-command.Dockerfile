FROM scratch AS parent
ENTRYPOINT ["/old"]
CMD ["one"]
FROM parent
ENTRYPOINT ["/new"]
