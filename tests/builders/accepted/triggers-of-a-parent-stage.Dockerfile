FROM scratch AS parent
ONBUILD ENV A=trigger B=$A
ONBUILD WORKDIR /of/trigger
ONBUILD CMD ["by", "trigger"]
FROM parent
ENV C=$A
