// See the header: everything that happens to a file, in memory.
#include "tests/fuzz/checked_build.hpp"

#include "rules/catalog/catalog.hpp"

#include <utility>

#include "analyzer/lint/rule_set.hpp"
#include "analyzer/lint/run.hpp"
#include "tests/fuzz/require.hpp"

namespace dockcheck::test {
namespace {

constexpr std::string_view mark = "\n=== ";

/// Every rule, those that are off by default too.
RuleSet const& all_rules() {
    static auto const rules = [] {
        std::vector<ActiveRule> active;
        for (auto const& rule : rules::catalog())
            active.push_back({&rule, rule.severity, false, nullptr, {}});
        return std::make_unique<RuleSet>(active, rules::catalog());
    }();
    return *rules;
}

std::string text_or(FixedTexts const& changed, std::string_view name, std::string const& text) {
    auto const found = changed.find(name);
    return found == changed.end() ? text : found->second;
}

std::unique_ptr<context::Context> context_of(BuildInput const& input, FixedTexts const& changed) {
    if (input.files.empty()) return nullptr;
    std::map<std::string, std::string, std::less<>> files;
    for (auto const& [name, text] : input.files) files[name] = text_or(changed, name, text);
    files[std::string(dockerfile_name)] = text_or(changed, dockerfile_name, input.dockerfile);
    std::string ignore = ".dockerignore";
    if (!files.contains(ignore)) ignore.clear();
    return std::make_unique<context::Context>(context::memory_files(std::move(files)),
                                              context::Context::Origin::given, ignore);
}

void require_inside(Place place) {
    require(place.source != nullptr, "a place with its file");
    require(place.span.begin <= place.span.end, "a place that is not turned around");
    require(place.span.end <= place.source->bytes().size(), "a place inside its file");
}

}  // namespace

BuildInput BuildInput::from(std::string_view bytes) {
    BuildInput input;
    auto const next_mark = [&](std::size_t from) {
        return std::min(bytes.find(mark, from), bytes.size());
    };
    auto at = next_mark(0);
    input.dockerfile = bytes.substr(0, at == bytes.size() ? at : at + 1);
    while (at < bytes.size()) {
        auto const name = at + mark.size();
        auto const name_end = std::min(bytes.find('\n', name), bytes.size());
        auto const text = std::min(name_end + 1, bytes.size());
        // The line end before the next mark is the file's own.
        at = next_mark(name_end);
        auto const end = at == bytes.size() ? at : at + 1;
        auto const shown = bytes.substr(name, name_end - name);
        // Names as a tree of files has them.
        bool const is_name = !shown.empty() && shown.front() != '/' && shown.back() != '/'
                             && shown.find("//") == shown.npos && shown.find("..") == shown.npos
                             && shown.find('\0') == shown.npos;
        if (is_name && text <= end)
            input.files[std::string(shown)] = bytes.substr(text, end - text);
    }
    return input;
}

CheckedBuild::CheckedBuild(BuildInput const& input, FixedTexts const& changed)
    : source_(std::make_unique<Source>(std::string(dockerfile_name),
                                       text_or(changed, dockerfile_name, input.dockerfile))),
      context_(context_of(input, changed)) {
    options_.today = "2026-11-26";
    build_ = std::make_unique<model::Build>(*source_, context_.get(), options_, arena_);
    findings_ = findings_of(*build_);
}

std::vector<Finding> findings_of(model::Build const& build) { return run(build, all_rules(), {}); }

void require_sound(std::span<Finding const> findings) {
    for (auto const& finding : findings) {
        require_inside(finding.place);
        require_inside(finding.anchor);
        require(!finding.message.empty(), "a finding with a message");
        for (auto const& related : finding.related) require_inside(related.place);
        for (auto const& masked : finding.masked) require_inside(masked);
        if (!finding.fix) continue;
        for (auto const& edit : finding.fix->edits) require_inside(edit.place);
    }
}

}  // namespace dockcheck::test
