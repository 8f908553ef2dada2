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
    auto const note = text.find(" #");
    if (note == std::string_view::npos) {
        pass.report(workdir.value.span, blank, text);
        return;
    }
    auto const path = text.substr(0, text.find_last_not_of(" \t", note) + 1);
    pass.report(workdir.value.span, comment, text.substr(note + 1), path);
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::workdir_with_unquoted_space
