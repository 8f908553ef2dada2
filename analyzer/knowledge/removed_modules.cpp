// Source: docs.python.org, "What's New in Python" 3.12 and 3.13, and PEP 594; distributions at
// pypi.org that bring the modules again; docker-library/python issue 957 for pkg_resources, which
// comes with setuptools: Python's images have it before 3.12 alone. Date: 2026-11-28.
#include "analyzer/knowledge/removed_modules.hpp"

namespace dockcheck::knowledge {
namespace {

constexpr std::uint32_t cleared = 12;
constexpr std::uint32_t dead_batteries = 13;

constexpr RemovedModule modules[] = {
    {"aifc", dead_batteries, "install standard-aifc"},
    {"asynchat", cleared, "write it with asyncio, or install pyasynchat"},
    {"asyncore", cleared, "write it with asyncio, or install pyasyncore"},
    {"audioop", dead_batteries, "install audioop-lts"},
    {"cgi", dead_batteries, "install legacy-cgi"},
    {"cgitb", dead_batteries, "install legacy-cgi"},
    {"chunk", dead_batteries, "install standard-chunk"},
    {"crypt", dead_batteries, "use bcrypt or passlib, or install legacycrypt"},
    {"distutils", cleared, "install setuptools, which has it, or use packaging and shutil"},
    {"imghdr", dead_batteries, "install standard-imghdr"},
    {"imp", cleared, "use importlib"},
    {"mailcap", dead_batteries, "install standard-mailcap"},
    {"nntplib", dead_batteries, "install standard-nntplib"},
    {"pipes", dead_batteries, "use shlex and subprocess"},
    {"pkg_resources", cleared,
     "use importlib.metadata, or install \"setuptools<82\", the last one with it"},
    {"smtpd", cleared, "install aiosmtpd"},
    {"sndhdr", dead_batteries, "install standard-sndhdr"},
    {"sunau", dead_batteries, "install standard-sunau"},
    {"telnetlib", dead_batteries, "install telnetlib3 or standard-telnetlib"},
    {"uu", dead_batteries, "use binascii"},
    {"xdrlib", dead_batteries, "install standard-xdrlib"},
};

}  // namespace

std::span<RemovedModule const> removed_modules() { return modules; }

}  // namespace dockcheck::knowledge
