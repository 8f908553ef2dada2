// Looking at many bytes at once gives what looking at each would give.
#include "analyzer/text/byte_search.hpp"

#include <doctest/doctest.h>
#include <string>
#include <vector>

namespace dockcheck {
namespace {

std::vector<std::size_t> places(std::string_view text, std::string_view word) {
    std::vector<std::size_t> result;
    SearchWithoutCase search(text, word);
    for (auto at = search.next(0); at != search.nowhere; at = search.next(at + 1)) {
        result.push_back(at);
    }
    return result;
}

TEST_CASE("a word is found in small and in capital letters") {
    CHECK(places("Proxy, proxy and PROXY", "proxy") == std::vector<std::size_t>{0, 7, 17});
    CHECK(places("aXa xax", "XA") == std::vector<std::size_t>{1, 4});
    CHECK(places("[trusted=yes]", "TRUSTED=") == std::vector<std::size_t>{1});
    CHECK(places("a@b`c{d", "`C[").empty());
}

TEST_CASE("a word at the very end, longer than the text, or nowhere") {
    CHECK(holds_without_case("/etc/apt.conf", "apt.CONF"));
    CHECK_FALSE(holds_without_case("apt", "apt.conf"));
    CHECK_FALSE(holds_without_case("", "x"));
    CHECK_FALSE(holds_without_case("/etc/apt.con", "apt.conf"));
}

TEST_CASE("printable bytes end at the first that is not") {
    std::string const plain(37, 'a');
    for (char const odd : {'\0', '\t', '\n', '\x1F', '\x7F', '\x80', '\xFF'}) {
        for (std::size_t at = 0; at < plain.size(); ++at) {
            auto text = plain;
            text[at] = odd;
            CHECK(printable_size(text) == at);
        }
    }
    CHECK(printable_size(plain) == plain.size());
    CHECK(printable_size(" ~") == 2);
}

TEST_CASE("ASCII has no byte above 0x7F") {
    std::string text(21, 'a');
    CHECK(is_ascii(text));
    CHECK(is_ascii(""));
    for (auto& c : text) {
        c = '\x80';
        CHECK_FALSE(is_ascii(text));
        c = '\x7F';
    }
}

}  // namespace
}  // namespace dockcheck
