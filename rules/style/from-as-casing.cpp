// Finds FROM ... as, and from ... AS.
#include "rules/style/from-as-casing.hpp"

#include <algorithm>
#include <string>

#include "analyzer/lint/pass.hpp"

namespace dockcheck::rules::from_as_casing {
namespace {

bool is_small(std::string_view word) {
    return std::ranges::none_of(word, [](char c) { return c >= 'A' && c <= 'Z'; });
}

bool is_capital(std::string_view word) {
    return std::ranges::none_of(word, [](char c) { return c >= 'a' && c <= 'z'; });
}

void check(ast::From const&, Pass& pass) {
    auto const& from = pass.instruction();
    if (from.words.size() < 3) return;
    auto const span = from.words[1].span;
    auto const as = pass.text(span);
    bool const small = is_small(from.name);
    if (small ? is_small(as) : !is_capital(from.name) || is_capital(as)) return;
    std::string const right = small ? "as" : "AS";
    pass.report(span, casing, as, from.name, right).replace(span, right);
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::from_as_casing
