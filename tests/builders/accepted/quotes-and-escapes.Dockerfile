FROM scratch
ENV A='$B' B="a \"quoted\" word" C=a\ b D=\$A
LABEL 'single'='it is' "double"="$A" plain=a\=b
