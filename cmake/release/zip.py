"""Packs a folder as a zip file, the same bytes each time: zip.py PARENT FOLDER FILE.

The files are those of PARENT/FOLDER in the order of their names, at the time that their modification says (UTC).
"""
import pathlib
import sys
import time
import zipfile


def main() -> None:
    parent = pathlib.Path(sys.argv[1])
    with zipfile.ZipFile(sys.argv[3], "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for path in sorted((parent / sys.argv[2]).rglob("*")):
            if not path.is_file():
                continue
            info = zipfile.ZipInfo(path.relative_to(parent).as_posix(), time.gmtime(path.stat().st_mtime)[:6])
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 3
            info.external_attr = (0o100000 | path.stat().st_mode & 0o777) << 16
            archive.writestr(info, path.read_bytes(), compresslevel=9)


main()
