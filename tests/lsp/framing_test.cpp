// Messages out of a stream of bytes, however it is cut and whatever is in it.
#include "analyzer/lsp/framing.hpp"

#include <algorithm>
#include <doctest/doctest.h>
#include <string>

namespace dockcheck::lsp {
namespace {

/// What comes out of these bytes, read in pieces of that size: messages in brackets, then how it
/// ends.
std::string read_all(std::string_view bytes, std::size_t piece = 1) {
    MessageReader reader([&](char* room, std::size_t size) {
        auto const taken = std::min({piece, size, bytes.size()});
        std::copy_n(bytes.begin(), taken, room);
        bytes.remove_prefix(taken);
        return taken;
    });
    std::string result;
    std::string message;
    while (true) {
        switch (reader.next(message)) {
            case Incoming::message:
                result += "[" + message + "]";
                break;
            case Incoming::too_large:
                result += "too large, ";
                break;
            case Incoming::broken:
                return result + "broken";
            case Incoming::end:
                return result + "end";
        }
    }
}

TEST_CASE("messages come one after the other, in whatever pieces they are read") {
    auto const two = framed("{}") + framed("") + framed("{\"a\": \"日本\"}");
    for (auto const piece : {1UL, 3UL, 7UL, 1000000UL}) {
        CHECK(read_all(two, piece) == "[{}][][{\"a\": \"日本\"}]end");
    }
}

TEST_CASE("a header may have other fields, other letters and blanks") {
    CHECK(read_all("Content-Type: application/vscode-jsonrpc; charset=utf-8\r\n"
                   "Content-Length: 2\r\n\r\n{}")
          == "[{}]end");
    CHECK(read_all("content-length:2 \r\n\r\n{}") == "[{}]end");
    CHECK(read_all("Content-Length: 2\n\n{}") == "[{}]end");
}

TEST_CASE("without a length nobody knows where the next message begins") {
    CHECK(read_all("{}\r\n\r\n") == "broken");
    CHECK(read_all("\r\n\r\n") == "broken");
    CHECK(read_all("Content-Type: x\r\n\r\n{}") == "broken");
    CHECK(read_all("Content-Length: -1\r\n\r\n{}") == "broken");
    CHECK(read_all("Content-Length: 2x\r\n\r\n{}") == "broken");
    CHECK(read_all("Content-Length:\r\n\r\n{}") == "broken");
    CHECK(read_all("Content-Length: 99999999999999999999999999\r\n\r\n{}") == "broken");
    CHECK(read_all(framed("{}") + "garbage\n") == "[{}]broken");
    CHECK(read_all(std::string("\0\0\0\n", 4)) == "broken");
    CHECK(read_all("Content-Length: 2") == "broken");
}

TEST_CASE("a header without end is given up") {
    CHECK(read_all("X: " + std::string(100000, 'x'), 4096) == "broken");
    std::string many;
    for (int i = 0; i < 10000; ++i) many += "X: y\r\n";
    CHECK(read_all(many, 4096) == "broken");
    CHECK(read_all("Content-Length: 2\r\n" + many, 4096) == "broken");
}

TEST_CASE("a message that is too short or too large") {
    CHECK(read_all("Content-Length: 10\r\n\r\n{}") == "end");
    auto const large = std::string(largest_message + 1, ' ');
    CHECK(read_all(framed(large) + framed("{}"), 1 << 20) == "too large, [{}]end");
    CHECK(read_all("Content-Length: 999999999999\r\n\r\n{}") == "end");
}

}  // namespace
}  // namespace dockcheck::lsp
