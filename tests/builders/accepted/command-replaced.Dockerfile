FROM scratch
CMD ["one"]
CMD ["two", ""]
