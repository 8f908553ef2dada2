// Finds version ranges without quotes, which the shell reads as redirections.
#include "rules/shell/version-taken-for-redirection.hpp"

#include <algorithm>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/packages.hpp"

namespace dockcheck::rules::version_taken_for_redirection {
namespace {

using model::Redirection;

/// `=3`, `=3,` and `=$VERSION`; without the sign a number with a dot or alone.
bool is_version(std::string_view target) {
    if (target.starts_with('=')) return target.size() > 1;
    return !target.empty() && target.front() >= '0' && target.front() <= '9'
           && target.find_first_not_of("0123456789.,*") == target.npos;
}

bool is_part(Redirection const& redirection, std::uint32_t end) {
    return redirection.span.begin == end
           && (redirection.operation == ">" || redirection.operation == "<")
           && redirection.target.span.begin == redirection.span.begin + redirection.operation.size()
           && !redirection.target.quoted && is_version(redirection.target.raw.text());
}

/// The redirection that begins where a word ends; or nullptr.
Redirection const* next_to(model::Command const& command, std::uint32_t end) {
    auto const found = std::ranges::find_if(
        command.redirections, [&](Redirection const& one) { return is_part(one, end); });
    return found == command.redirections.end() ? nullptr : &*found;
}

void check(model::Command const& command, Pass& pass) {
    if (command.script == nullptr || command.redirections.empty()) return;
    auto const& install = model::package_command(command, pass.build().arena());
    if (install.verb != model::Verb::install && install.verb != model::Verb::upgrade) return;
    for (auto const& package : install.packages) {
        auto const* word = package.argument;
        if (word == nullptr || word->quoted || !word->value.is_known()) continue;
        auto const begin = word->span.end;
        auto const* first = next_to(command, begin);
        if (first == nullptr) continue;
        auto const* file = first;
        auto end = begin;
        for (auto const* one = first; one != nullptr; one = next_to(command, end)) {
            end = one->span.end;
            if (one->operation == "<") file = one;
        }
        Span const range{begin, end};
        auto const name = word->raw.text();
        auto const target = file->target.raw.text();
        bool const reads = file->operation == "<";
        auto finding =
            reads ? pass.report(range, input, name, pass.text(range), target)
                  : pass.report(range, output, name, pass.text(range), target, command.program);
        if (reads) finding.severity(Severity::error);
        // In a script that stands in quotes itself, nobody knows which ones fit.
        if ((command.wrappers & model::wrapper_shell) == 0)
            finding.insert(word->span.begin, "\"").insert(end, "\"");
    }
}

}  // namespace

constinit Check const rule = on<check>().for_managers_of_languages();

}  // namespace dockcheck::rules::version_taken_for_redirection
