# dockcheck ignore-file=missing-user -- the cluster gives every container a user of its own

# dockcheck ignore=untagged-base-image -- the nightly build wants whatever is newest
FROM debian
WORKDIR /srv
# dockcheck ignore=final-user-is-root -- nothing here sets a user, so this silences nothing
COPY greeting.txt ./
CMD ["cat", "greeting.txt"]
