// Ports, platforms, signals, file modes and Go's values: what BuildKit accepts.
#include <doctest/doctest.h>
#include <string>

#include "analyzer/syntax/dockerfile/file_mode.hpp"
#include "analyzer/syntax/dockerfile/go_values.hpp"
#include "analyzer/syntax/dockerfile/platform.hpp"
#include "analyzer/syntax/dockerfile/port.hpp"
#include "analyzer/syntax/dockerfile/signal.hpp"

namespace dockcheck::dockerfile {
namespace {

std::string port(std::string_view word) {
    auto const result = parse_port(word);
    if (result.fault == ast::FaultKind::invalid_port) return "invalid port";
    if (result.fault == ast::FaultKind::invalid_protocol) {
        auto const span = result.protocol_span;
        return "invalid protocol " + std::string(word.substr(span.begin, span.size()));
    }
    auto text = std::to_string(result.first);
    if (result.last != result.first) text += "-" + std::to_string(result.last);
    if (!result.protocol.empty()) text += "/" + std::string(result.protocol);
    return result.has_host ? text + " with host" : text;
}

std::string platform(std::string_view text) {
    auto const result = parse_platform(text);
    return result ? result->os + "/" + result->architecture + "/" + result->variant : "refused";
}

TEST_CASE("ports are single or ranges, with a protocol in any case") {
    CHECK(port("80") == "80");
    CHECK(port("0080") == "80");
    CHECK(port("+80") == "80");
    CHECK(port("80-80/UDP") == "80/UDP");
    CHECK(port("8000-8010/sctp") == "8000-8010/sctp");
    CHECK(port("80/") == "80");
}

TEST_CASE("ports may name an address and a port of the host") {
    CHECK(port("8080:80") == "80 with host");
    CHECK(port("127.0.0.1:8080:80/tcp") == "80/tcp with host");
    CHECK(port("[::1]:8080:80") == "80 with host");
    CHECK(port("::1:8080:80") == "80 with host");
    CHECK(port("8000-8010:80") == "80 with host");
    CHECK(port(":80") == "80");
}

TEST_CASE("what is no port") {
    for (auto const* const word :
         {"", "abc", "65536", "80-", "-80", "90-80", "#", "[\"80\"]", "/tcp", "localhost:80:80",
          "01.2.3.4:80:80", "8000-8001:80-82", "a:80", "[::1:80:80", "1:2:3:80"}) {
        CAPTURE(word);
        CHECK(port(word) == "invalid port");
    }
    CHECK(port("80/http") == "invalid protocol http");
}

TEST_CASE("platforms come out in normal form") {
    CHECK(platform("linux/amd64") == "linux/amd64/");
    CHECK(platform("Linux/x86_64") == "linux/amd64/");
    CHECK(platform("linux/arm64/v8") == "linux/arm64/v8");
    CHECK(platform("linux/aarch64") == "linux/arm64/");
    CHECK(platform("linux/arm/v7") == "linux/arm/v7");
    CHECK(platform("linux/arm/6") == "linux/arm/v6");
    CHECK(platform("linux/armel") == "linux/arm/v6");
    CHECK(platform("macos") == "darwin//");
    CHECK(platform("arm64") == "/arm64/");
    CHECK(platform("windows(10.0.17763+win32k)/amd64") == "windows/amd64/");
    CHECK(platform("foo/bar") == "foo/bar/");
}

TEST_CASE("what is no platform") {
    for (auto const* const text :
         {"", "foo", "linux/", "/amd64", "linux/a/b/c", "*", "linux/a*", "windows(/amd64", "a b/c",
          "windows(1+)/amd64", "windows(%zz)/amd64"}) {
        CAPTURE(text);
        CHECK(platform(text) == "refused");
    }
}

TEST_CASE("signals are numbers but 0, and names with or without SIG") {
    for (auto const* const text :
         {"9", "-1", "SIGTERM", "term", "SigKill", "RTMIN", "SIGRTMIN+15", "rtmax-14"}) {
        CAPTURE(text);
        CHECK(is_signal(text));
    }
    for (auto const* const text : {"", "0", "SIG", "SIGSIGTERM", "FOO", "RTMIN+0", "RTMIN+16",
                                   "RTMAX-15", "RTMIN+01", "9 "}) {
        CAPTURE(text);
        CHECK_FALSE(is_signal(text));
    }
}

TEST_CASE("file modes are octal up to 07777 or symbolic") {
    for (auto const* const text : {"", "0", "755", "00755", "7777", "u+x", "go=u-w", "=rw,+X",
                                   "a=", "u=rwx,go=rx", "+t", "u+r-w"}) {
        CAPTURE(text);
        CHECK(is_file_mode(text));
    }
    for (auto const* const text :
         {"10000", "888", "0x7", "u", "u+q", "u+x,", ",u+x", "rwx", "u+x 755", "-1"}) {
        CAPTURE(text);
        CHECK_FALSE(is_file_mode(text));
    }
}

TEST_CASE("durations are Go's") {
    CHECK(parse_go_duration("1h2m3.5s") == 3'723'500'000'000);
    CHECK(parse_go_duration("500ms") == 500'000'000);
    CHECK(parse_go_duration("0") == 0);
    CHECK(parse_go_duration("-1.5s") == -1'500'000'000);
    CHECK(parse_go_duration("1\u00B5s") == 1'000);
    for (auto const* const text :
         {"", "5", "1d", "s", ".s", "1 s", "--1s", "9223372036854775808ns"}) {
        CAPTURE(text);
        CHECK_FALSE(parse_go_duration(text).has_value());
    }
}

TEST_CASE("sizes have a fraction, a space and a unit at most") {
    for (auto const* const text : {"0", "64m", "1.5 GiB", "10kb", "7B", "+1", "1e3"}) {
        CAPTURE(text);
        CHECK(is_go_size(text));
    }
    for (auto const* const text : {"", "m", "-1", "64x", "1 kk", "1  k", "64mbit", "7bb"}) {
        CAPTURE(text);
        CHECK_FALSE(is_go_size(text));
    }
}

TEST_CASE("booleans are those of Go") {
    CHECK(parse_go_boolean("True") == true);
    CHECK(parse_go_boolean("f") == false);
    CHECK_FALSE(parse_go_boolean("yes").has_value());
}

}  // namespace
}  // namespace dockcheck::dockerfile
