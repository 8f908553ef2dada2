// From a file to its findings.
#include "analyzer/cli/check_file.hpp"

#include <utility>

#include "analyzer/syntax/dockerfile/parse.hpp"
#include "analyzer/text/file.hpp"

namespace dockcheck::cli {

void begin(FileCheck& check, FileSettings const& settings) {
    check.settings = &settings;
    check.findings.clear();
    check.changed.clear();
    check.fixes = 0;
    check.undone.clear();
    check.fingerprints.clear();
    check.masked.clear();
    check.in_baseline = 0;
    check.write_failed = false;
    check.error.reset();
}

Result<void> read_input(FileCheck& check, Input const& input) {
    std::string const standard_input = "-";
    auto const& path = input.is_standard_input ? standard_input : input.absolute;
    auto const done = read_file(path, maximum_source_size, check.text);
    if (!done) return tl::unexpected(Error{input.path, done.error().text});
    return {};
}

void check_text(FileCheck& check, Input const& input, std::string_view text,
                FixedTexts const& changed) {
    auto const& settings = *check.settings;
    check.findings.clear();
    check.build.reset();
    check.arena.reset();
    check.source.assign(input.path, text);
    auto const file = dockerfile::parse(check.source, check.arena);
    check.chosen = context_of(input, settings, file, changed);
    check.build.emplace(check.source, file, check.chosen.context.get(), settings.build,
                        check.arena);
    RunOptions options;
    options.obey_ignore_comments = settings.obey_ignore_comments;
    options.require_reason = settings.require_reason;
    check.findings = run(*check.build, *input.profile->rule_set, options);
}

void fix_text(FileCheck& check, Input const& input,
              FunctionRef<void(std::vector<Finding>&)> hold_back) {
    auto const relint = [&](FixedTexts const& changed) {
        auto const fixed = changed.find(input.path);
        check_text(check, input, fixed == changed.end() ? check.text : fixed->second, changed);
        hold_back(check.findings);
        return std::move(check.findings);
    };
    auto const up_to = check.settings->unsafe_fixes ? Applicability::unsafe : Applicability::safe;
    auto outcome = fix_all(relint, up_to, input.path);
    check.changed = std::move(outcome.changed);
    check.fixes = outcome.fixes;
    check.undone = std::move(outcome.undone);
    check.findings = std::move(outcome.findings);
}

}  // namespace dockcheck::cli
