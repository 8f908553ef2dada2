// Findings made by hand over small sources, and the reports of them as text.
#pragma once

#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/report/report.hpp"

namespace dockcheck::test {

inline constexpr Alias sample_aliases[] = {{"hadolint:DL3006", {}}, {"other:yum", "yum"}};
inline constexpr std::string_view sample_tags[] = {"supply-chain"};
inline constexpr OptionInfo sample_options[] = {
    {"ignore-images", "strings", "[\"scratch\"]", "Images that need no tag."}};
inline constexpr Example sample_bad[] = {{"", "FROM python\n", ""}};
inline constexpr Example sample_good[] = {{"the tag is there", "FROM python:3.12\n", ""}};

inline constexpr Rule untagged{.name = "untagged-base-image",
                               .category = "base-image",
                               .summary = "Base image without a tag",
                               .why =
                                   "Without a tag the builder takes `latest`,\nwhich is another "
                                   "image next week.\n\n- builds stop being repeatable\n",
                               .severity = Severity::warning,
                               .fix = FixKind::unsafe,
                               .since = "0.1",
                               .tags = sample_tags,
                               .aliases = sample_aliases,
                               .options = sample_options,
                               .bad = sample_bad,
                               .good = sample_good};
inline constexpr Rule secret{.name = "secret-in-env",
                             .category = "secrets",
                             .summary = "Secret in ENV",
                             .why = "Who has the image has the secret.",
                             .severity = Severity::error,
                             .by_default = Default::on,
                             .precision = Precision::very_high,
                             .since = "0.1",
                             .security_severity = "7.5"};
inline constexpr Rule casing{.name = "instruction-casing",
                             .category = "style",
                             .summary = "Instruction in mixed case",
                             .severity = Severity::style,
                             .by_default = Default::preview,
                             .fix = FixKind::safe,
                             .since = "0.2"};

/// One file and its findings, in the order in which they are added.
class Sample {
 public:
    explicit Sample(std::string_view text, std::string path = "Dockerfile")
        : path_(std::move(path)), source_(path_, text) {}

    [[nodiscard]] Source const& source() const { return source_; }

    /// Where a piece of the text stands, the n-th time that it occurs.
    [[nodiscard]] Place at(std::string_view piece, int occurrence = 1) const {
        return at(source_, piece, occurrence);
    }
    static Place at(Source const& source, std::string_view piece, int occurrence = 1) {
        auto begin = source.bytes().find(piece);
        while (--occurrence > 0) begin = source.bytes().find(piece, begin + 1);
        auto const offset = static_cast<std::uint32_t>(begin);
        return {&source, {offset, offset + static_cast<std::uint32_t>(piece.size())}};
    }
    /// All of the text.
    [[nodiscard]] Place all() const {
        return {&source_, {0, static_cast<std::uint32_t>(source_.bytes().size())}};
    }

    Finding& add(Rule const& rule, Place place, std::string message) {
        auto& finding = findings_.emplace_back();
        finding.rule = &rule;
        finding.severity = rule.severity;
        finding.place = place;
        finding.anchor = place;
        finding.message = texts_.emplace_back(std::move(message));
        return finding;
    }

    [[nodiscard]] CheckedFile checked() const {
        return {.path = path_,
                .repository_path = "app/" + path_,
                .source = source_,
                .findings = findings_};
    }
    [[nodiscard]] std::vector<Finding> const& findings() const { return findings_; }

 private:
    std::string path_;
    Source source_;
    std::vector<Finding> findings_;
    std::deque<std::string> texts_;  ///< of the messages
};

inline std::string report(Format format, std::vector<CheckedFile> const& files,
                          ReportOptions options = {}) {
    std::string result;
    options.version = "1.2.3";
    Output output([&](std::string_view text) { result += text; });
    auto const reporter = make_reporter(format, options, output);
    Summary summary;
    for (auto const& file : files) {
        reporter->file(file);
        summary.add(file.findings);
    }
    reporter->finish(summary);
    return result;
}

inline std::string report(Format format, Sample const& sample, ReportOptions options = {}) {
    return report(format, std::vector<CheckedFile>{sample.checked()}, std::move(options));
}

}  // namespace dockcheck::test
