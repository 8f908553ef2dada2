// Patterns on RE2; its objects compile once and are shared by copies.
#include "analyzer/text/pattern.hpp"

#include <re2/re2.h>

namespace dockcheck {
namespace {

re2::StringPiece piece(std::string_view text) { return {text.data(), text.size()}; }

}  // namespace

Result<Pattern> Pattern::compile(std::string_view pattern) {
    re2::RE2::Options options;
    options.set_log_errors(false);
    options.set_dot_nl(true);
    auto compiled = std::make_shared<re2::RE2 const>(piece(pattern), options);
    if (!compiled->ok()) return tl::unexpected(Error{{}, compiled->error()});
    return Pattern(std::move(compiled));
}

bool Pattern::matches(std::string_view text) const {
    return re2::RE2::FullMatch(piece(text), *compiled_);
}

bool Pattern::occurs_in(std::string_view text) const {
    return re2::RE2::PartialMatch(piece(text), *compiled_);
}

std::string Pattern::quote(std::string_view literal) { return re2::RE2::QuoteMeta(piece(literal)); }

}  // namespace dockcheck
