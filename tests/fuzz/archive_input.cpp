// Texts behind lines `=== NAME`, with their digests put in.
#include "tests/fuzz/archive_input.hpp"

#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>

#include "analyzer/image/readers/digest.hpp"

namespace dockcheck::test {
namespace {

constexpr std::string_view mark = "=== ";

std::string with_digests(std::string_view text, std::vector<std::string> const& digests) {
    std::string whole;
    for (std::size_t i = 0; i < text.size(); ++i) {
        bool const is_digit = i + 1 < text.size() && text[i + 1] >= '0' && text[i + 1] <= '9';
        auto const number = is_digit ? static_cast<std::size_t>(text[i + 1] - '0') : 10;
        if (text[i] == '@' && number < digests.size()) {
            whole += digests[number];
            ++i;
        } else {
            whole += text[i];
        }
    }
    return whole;
}

/// Named with a link as its text, "-> TARGET", it is a link.
TarFile file_of(std::string name, std::string text) {
    if (text.starts_with("-> ")) return {std::move(name), {}, 'l', text.substr(3)};
    return {std::move(name), std::move(text)};
}

}  // namespace

std::vector<TarFile> files_in(std::string_view input) {
    std::vector<TarFile> files;
    std::vector<std::string> digests;
    while (!input.empty()) {
        auto const next = std::min(input.find("\n=== "), input.size());
        auto part = input.substr(0, next);
        input.remove_prefix(std::min(next + 1, input.size()));
        if (part.starts_with(mark)) part.remove_prefix(mark.size());
        auto const line_end = std::min(part.find('\n'), part.size());
        auto name = std::string(part.substr(0, line_end));
        auto text = with_digests(part.substr(std::min(line_end + 1, part.size())), digests);
        if (name == "blob") {
            digests.push_back(image::sha256_of(text));
            name = "blobs/sha256/" + digests.back().substr(7);
        }
        files.push_back(file_of(with_digests(name, digests), std::move(text)));
    }
    return files;
}

}  // namespace dockcheck::test
