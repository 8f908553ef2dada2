// Names of the formats, and their reporters.
#include "analyzer/report/report.hpp"

#include <algorithm>
#include <array>

#include "analyzer/report/formats.hpp"

namespace dockcheck {
namespace {

constexpr std::array<std::string_view, 14> names{
    "full",        "concise",    "json",  "jsonl", "sarif",  "github",    "gitlab",
    "codeclimate", "checkstyle", "junit", "gnu",   "rdjson", "sonarqube", "markdown",
};

constexpr std::array<MakeReporter*, names.size()> makers{
    make_full,   make_concise, make_json,        make_jsonl,      make_sarif,
    make_github, make_gitlab,  make_codeclimate, make_checkstyle, make_junit,
    make_gnu,    make_rdjson,  make_sonarqube,   make_markdown,
};

}  // namespace

Reporter::~Reporter() = default;

std::span<std::string_view const> format_names() { return names; }

std::optional<Format> format_named(std::string_view name) {
    auto const found = std::ranges::find(names, name);
    if (found == names.end()) return std::nullopt;
    return static_cast<Format>(found - names.begin());
}

bool names_repository_paths(Format format) {
    return format != Format::full && format != Format::concise && format != Format::gnu;
}

bool shows_help(Format format) {
    return format != Format::concise && format != Format::gnu && format != Format::codeclimate
           && format != Format::checkstyle && format != Format::sonarqube;
}

std::unique_ptr<Reporter> make_reporter(Format format, ReportOptions const& options,
                                        Output& output) {
    return makers[static_cast<std::size_t>(format)](options, output);
}

}  // namespace dockcheck
