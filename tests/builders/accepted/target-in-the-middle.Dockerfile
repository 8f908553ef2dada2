# build: --target middle
FROM scratch AS first
ENV A=1
FROM first AS middle
ENV B=2
FROM middle AS last
ENV C=3
