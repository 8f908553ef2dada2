FROM scratch
ENV SET=x EMPTY=
ENV A=${SET:-no} B=${EMPTY:-yes} C=${UNSET:-yes} D=${SET:+yes} E=${UNSET:+no}
