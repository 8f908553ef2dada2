FROM scratch
COYP a /a
