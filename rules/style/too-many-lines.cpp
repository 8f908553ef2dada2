// Finds Dockerfiles that are too long.
#include "rules/style/too-many-lines.hpp"

#include <string>

#include "analyzer/lint/pass.hpp"

namespace dockcheck::rules::too_many_lines {
namespace {

bool counts(std::string_view line) {
    for (char const c : line) {
        if (c != ' ' && c != '\t' && c != '\r') return c != '#';
    }
    return false;
}

void check(model::Build const& build, Pass& pass, Options const& options) {
    auto const instructions = build.file().instructions;
    // Only comments and empty lines stand behind the last instruction.
    if (instructions.empty() || instructions.back().last_line <= options.max) return;
    std::int64_t lines = 0;
    auto rest = build.source().bytes();
    while (!rest.empty()) {
        auto const end = std::min(rest.find('\n'), rest.size());
        lines += counts(rest.substr(0, end)) ? 1 : 0;
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    if (lines <= options.max) return;
    pass.report(instructions.back().name_span, too_long, std::to_string(lines),
                std::to_string(options.max));
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::too_many_lines
