FROM scratch AS parent
HEALTHCHECK --timeout=9s CMD /check $A
FROM parent
CMD ["/x"]
