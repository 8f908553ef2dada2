// Finds files whose last line is not ended.
#include "rules/style/missing-final-newline.hpp"

#include "analyzer/lint/pass.hpp"

namespace dockcheck::rules::missing_final_newline {
namespace {

void check(model::Build const& build, Pass& pass) {
    auto const text = build.source().bytes();
    if (text.empty() || text.back() == '\n') return;
    auto const end = static_cast<std::uint32_t>(text.size());
    auto begin = end - 1;
    while (begin > 0 && (static_cast<unsigned char>(text[begin]) & 0xC0U) == 0x80U) --begin;
    bool const has_windows_line_ends = text.find("\r\n") != std::string_view::npos;
    pass.report({begin, end}, missing).insert(end, has_windows_line_ends ? "\r\n" : "\n");
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::missing_final_newline
