from scratch as base
env A=1 \
# a comment inside

    B=2
cmd /server \
    --port 80
