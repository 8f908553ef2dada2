// Finds WORKDIR with words behind its path.
#include "rules/syntax/workdir-with-unquoted-space.hpp"

#include "analyzer/lint/pass.hpp"

namespace dockcheck::rules::workdir_with_unquoted_space {
namespace {

void check(ast::Workdir const& workdir, Pass& pass) {
    auto const text = workdir.value.text.text();
    bool const has_blank = text.find_first_of(" \t") != std::string_view::npos;
    // Quotes, escapes and variables may hold the blank on purpose; so do paths of Windows.
    if (!has_blank || text.find_first_of("\"'\\`${:") != std::string_view::npos) return;
    pass.report(workdir.value.span, blank, text);
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::workdir_with_unquoted_space
