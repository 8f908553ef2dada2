FROM scratch AS parent
ENV PATH=/a:$PATH
FROM parent
ENV PATH=/b:$PATH
