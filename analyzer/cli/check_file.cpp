// From a file to its findings.
#include "analyzer/cli/check_file.hpp"

#include <utility>

#include "analyzer/text/file.hpp"

namespace dockcheck::cli {

Result<std::string> read_input(Input const& input) {
    auto bytes = read_file(input.is_standard_input ? "-" : input.absolute, maximum_source_size);
    if (!bytes) return tl::unexpected(Error{input.path, bytes.error().text});
    return bytes;
}

void check_text(FileCheck& check, Input const& input, std::string_view text,
                FixedTexts const& changed) {
    // Each points into those behind it.
    check.findings.clear();
    check.build.reset();
    check.arena = std::make_unique<Arena>();
    check.source = std::make_unique<Source>(input.path, text);
    check.chosen = context_of(input, check.settings, *check.source, changed);
    check.build = std::make_unique<model::Build>(*check.source, check.chosen.context.get(),
                                                 check.settings.build, *check.arena);
    RunOptions options;
    options.obey_ignore_comments = check.settings.obey_ignore_comments;
    options.require_reason = check.settings.require_reason;
    check.findings = run(*check.build, *input.profile->rule_set, options);
}

void fix_text(FileCheck& check, Input const& input, std::string_view text) {
    auto const relint = [&](FixedTexts const& changed) {
        auto const fixed = changed.find(input.path);
        check_text(check, input, fixed == changed.end() ? text : fixed->second, changed);
        return std::move(check.findings);
    };
    auto const up_to = check.settings.unsafe_fixes ? Applicability::unsafe : Applicability::safe;
    auto outcome = fix_all(relint, up_to, input.path);
    check.changed = std::move(outcome.changed);
    check.fixes = outcome.fixes;
    check.undone = std::move(outcome.undone);
    check.findings = std::move(outcome.findings);
}

}  // namespace dockcheck::cli
