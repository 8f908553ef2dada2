"""Writes the licences of all that is linked into a release: licences.py SOURCES ZIG TARGET.

The texts are those of the sources that were compiled; a file that is missing is an error.
"""
import pathlib
import sys

sources, zig = (pathlib.Path(argument) for argument in sys.argv[1:3])
target = sys.argv[3]
documents = pathlib.Path("/usr/share/doc")


def debian(*names: str) -> pathlib.Path:
    """What a package of the system says; the first of these packages that is there."""
    found = [documents / name / "copyright" for name in names if (documents / name / "copyright").exists()]
    return found[0] if found else documents / names[0] / "copyright"


def boost() -> str:
    """The one licence of all its headers that are taken; its package tells those of its documents and tools too."""
    found = sorted(documents.glob("libboost*-dev/copyright"))
    stanza = found[0].read_text().partition("\nLicense: BSL-1.0\n Boost Software License")[2].partition("\n\n")[0]
    assert "Permission is hereby granted" in stanza, "the package of Boost does not have its licence where it was"
    lines = ("Boost Software License" + stanza).split("\n")
    return "\n".join(line.strip().removesuffix(".") if line.strip() == "." else line.strip() for line in lines)


system = {
    "linux": [("musl, the C library", zig / "lib/libc/musl/COPYRIGHT")],
    "windows": [("MinGW-w64, the C library", zig / "lib/libc/mingw/COPYING")],
    "macos": [],
}[target.split("-")[1]]

parts = [
    ("Boost (Spirit X3)", boost()),
    ("CLI11", debian("libcli11-dev")),
    ("dtl", debian("libdtl-dev")),
    ("expected (tl::expected)", debian("libexpected-dev")),
    ("{fmt}", debian("libfmt-dev")),
    ("RapidJSON", debian("rapidjson-dev")),
    ("toml++", debian("libtomlplusplus-dev")),
    ("libarchive", sources / "libarchive/COPYING"),
    ("RE2", sources / "re2/LICENSE"),
    ("The Unicode Character Database, in RE2's tables", sources / "unicode-data/usr/share/doc/unicode-data/copyright"),
    ("yaml-cpp", sources / "yaml-cpp/LICENSE"),
    ("zlib", sources / "zlib/LICENSE"),
    ("Zstandard", sources / "zstd/LICENSE"),
    ("nettle and libunistring, under the GNU Lesser General Public License", sources / "nettle/COPYING.LESSERv3"),
    ("The GNU General Public License, which that one refers to", sources / "nettle/COPYINGv3"),
    ("libc++", zig / "lib/libcxx/LICENSE.TXT"),
    ("libc++abi", zig / "lib/libcxxabi/LICENSE.TXT"),
    ("libunwind", zig / "lib/libunwind/LICENSE.TXT"),
    ("zig, whose start-up code and compiler support are linked in", zig / "LICENSE"),
    *system,
]

print("dockcheck is distributed under the licence in LICENSE. The program also contains the works below, under their own")
print("licences. Where each was fetched is in cmake/release/sources.txt of dockcheck's sources, and scripts/release there")
print("links the program anew, with changed versions of them too.")
for name, text in parts:
    print("\n" + "=" * 100 + f"\n{name}\n" + "=" * 100 + "\n")
    if isinstance(text, pathlib.Path):
        text = text.read_text(encoding="utf-8", errors="replace")
    print(text.strip())
