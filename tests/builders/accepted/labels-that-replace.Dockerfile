FROM scratch AS parent
LABEL a=1 b=2
FROM parent
LABEL a=3 "c.d"="e f" \
      g=h
