// Finds configure scripts that must guess the machine that they run on.
#include "rules/packages/configure-missing-build-triplet.hpp"

#include <algorithm>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/package_settings.hpp"

namespace dockcheck::rules::configure_missing_build_triplet {
namespace {

bool says_enough(std::string_view word) {
    return word.starts_with("--build=") || word == "--build" || word == "--help" || word == "-h"
           || word == "--version" || word.starts_with("--help=");
}

void check(model::Command const& command, Pass& pass) {
    if (command.use != model::Use::run || pass.stage() == nullptr) return;
    // Perl's and OpenSSL's Configure are other programs.
    if (command.program != "configure" || model::may_hide_option(command)) return;
    auto const& program = command.arguments.front();
    if (program.raw.text().find('/') == std::string_view::npos) return;
    bool const is_told = std::ranges::any_of(command.arguments, [](model::Argument const& word) {
        return says_enough(word.value.known_prefix());
    });
    if (!is_told) pass.report(program.span, guess, program.raw.text());
}

}  // namespace

constinit Check const rule = on<check>().for_programs(" configure ");

}  // namespace dockcheck::rules::configure_missing_build_triplet
