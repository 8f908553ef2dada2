// Finds lines of RUN that are longer than the limit.
#include "rules/style/long-run-line.hpp"

#include <algorithm>
#include <string>

#include "analyzer/lint/pass.hpp"

namespace dockcheck::rules::long_run_line {
namespace {

/// Words behind each of which the line could end: what stands between quotes is one.
std::size_t count_words(std::string_view line) {
    std::size_t count = 0;
    char quote = 0;
    bool is_in_word = false;
    for (auto const c : line) {
        bool const is_blank = quote == 0 && (c == ' ' || c == '\t' || c == '\r');
        if (!is_blank && !is_in_word) ++count;
        is_in_word = !is_blank;
        if (quote != 0) {
            if (c == quote) quote = 0;
        } else if (c == '"' || c == '\'') {
            quote = c;
        }
    }
    return count;
}

std::size_t count_characters(std::string_view line) {
    return static_cast<std::size_t>(std::ranges::count_if(
        line, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

void check(ast::Run const&, Pass& pass, Options const& options) {
    constexpr std::size_t least_words = 7;
    if (pass.is_trigger() || pass.build().image() != nullptr) return;
    auto const span = pass.instruction().span;
    if (static_cast<std::int64_t>(span.size()) <= options.max_length) return;
    for (auto begin = span.begin; begin < span.end;) {
        auto const rest = pass.text({begin, span.end});
        auto const size = static_cast<std::uint32_t>(std::min(rest.find('\n'), rest.size()));
        auto const line = rest.substr(0, size);
        bool const may_be_too_long = static_cast<std::int64_t>(size) > options.max_length;
        auto const length = may_be_too_long ? count_characters(line) : 0;
        bool const is_long = static_cast<std::int64_t>(length) > options.max_length;
        bool const may_be_long = !is_long || line.find("://") != line.npos
                                 || line.find(" #") != line.npos || line.front() == '#';
        if (!may_be_long && count_words(line) >= least_words) {
            pass.report({begin, begin + size}, too_long, std::to_string(length),
                        std::to_string(options.max_length),
                        std::string(1, pass.build().file().escape));
        }
        begin += size + 1;
    }
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::long_run_line
