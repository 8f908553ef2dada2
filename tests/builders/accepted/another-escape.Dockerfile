# escape=`
# not for buildah: it takes a backslash for an escape whatever the directive says
FROM scratch
ENV A=1 `
    B=C:\folder
