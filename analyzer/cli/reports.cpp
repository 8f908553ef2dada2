// Filtering findings and passing them on.
#include "analyzer/cli/reports.hpp"

#include <algorithm>
#include <utility>

#include "analyzer/report/fingerprint.hpp"

namespace dockcheck::cli {
namespace {

/// Where findings in an image stand in its JSON; none for a Dockerfile.
std::vector<std::string> pointers_of(FileCheck const& check, std::span<Finding const> findings) {
    std::vector<std::string> pointers;
    if (check.image == nullptr) return pointers;
    for (auto const& finding : findings) {
        auto const* const document = check.image->document_of(finding.place.source);
        auto const* const node =
            document == nullptr ? nullptr : document->node_at(finding.place.span);
        pointers.push_back(node == nullptr ? std::string() : image::pointer_to(*node));
    }
    return pointers;
}

}  // namespace

Reports::Reports(RunSettings const& settings, bool unsafe_fixes, RuleList rules,
                 RepositoryPaths& paths)
    : settings_(settings), paths_(paths) {
    options_.width = settings.width;
    options_.show_suppressed = settings.show_suppressed;
    options_.statistics = settings.statistics;
    options_.unsafe_fixes = unsafe_fixes;
    options_.version = DOCKCHECK_VERSION;
    options_.rules = rules;
    options_.repository_path = [this](std::string_view name) { return paths_.of_shown(name); };
}

std::vector<Error> Reports::open(MainReport main) {
    std::vector<Error> errors;
    for (auto const& [format, path] : settings_.outputs) {
        if (path == "-") continue;
        auto sink = Sink::file(path);
        if (sink) {
            add_report(format, std::move(*sink), false, false);
        } else {
            errors.push_back(sink.error());
        }
    }
    auto format = settings_.format;
    for (auto const& [other, path] : settings_.outputs) {
        if (path == "-") format = other;
    }
    if (main == MainReport::standard_output) {
        add_report(format, Sink::standard_output(), settings_.color, true);
    } else if (main == MainReport::standard_error) {
        add_report(format, std::make_unique<Sink>("standard error", stderr), settings_.color, true);
    }
    return errors;
}

void Reports::add_report(Format format, std::unique_ptr<Sink> sink, bool color, bool is_main) {
    names_repository_paths_ = names_repository_paths_ || names_repository_paths(format);
    auto options = std::make_unique<ReportOptions>(options_);
    options->color = color;
    options->wraps = settings_.wraps && is_main;
    auto reporter = make_reporter(format, *options, sink->output());
    reports_.push_back({std::move(sink), std::move(options), std::move(reporter)});
}

// A shared ignore file is read with each of its Dockerfiles and told of once.
bool Reports::is_new(Input const& input, Finding const& finding) {
    auto const& name = finding.place.source->name();
    if (name == input.path) return true;
    auto const& span = finding.place.span;
    return shared_.emplace(finding.rule, name, span.begin, span.end).second;
}

bool Reports::shows_all(Input const& input, FileCheck const& check) {
    bool const is_plain = std::ranges::all_of(check.findings, [&](Finding const& finding) {
        return finding.severity >= check.settings->min_severity
               && finding.place.source == &check.checked_source();
    });
    if (is_plain) return true;
    keep_.clear();
    for (auto const& finding : check.findings) {
        bool const is_grave = finding.severity >= check.settings->min_severity;
        bool const is_told = is_new(input, finding);
        if (is_told && !is_grave && !finding.suppressed) ++summary_.below;
        keep_.push_back(is_grave && is_told);
    }
    return std::ranges::find(keep_, false) == keep_.end();
}

void Reports::add(Input const& input, FileCheck const& check) {
    auto const repository_path = names_repository_paths_ ? paths_.of(input) : std::string();
    CheckedFile file{input.path, repository_path, check.checked_source(), check.findings};
    file.image = check.image_label;
    file.fingerprints = check.fingerprints;
    file.masked = check.masked;
    file.fail_on = check.settings->fail_on;
    Shown shown;
    if (!shows_all(input, check)) {
        auto const path = path_in_fingerprints(repository_path, check.image_label);
        auto const all = check.fingerprints.empty() ? fingerprints(
                             path, check.checked_source(), check.findings, options_.repository_path)
                                                    : check.fingerprints;
        shown.masked = check.masked;
        for (std::size_t i = 0; i < keep_.size(); ++i) {
            auto const& finding = check.findings[i];
            shown.masked.insert(shown.masked.end(), finding.masked.begin(), finding.masked.end());
            if (!keep_[i]) continue;
            shown.findings.push_back(finding);
            shown.fingerprints.push_back(all[i]);
        }
        file.findings = shown.findings;
        file.fingerprints = shown.fingerprints;
        file.masked = shown.masked;
    }
    auto const pointers = pointers_of(check, file.findings);
    file.pointers = pointers;
    file.has_lines =
        check.image == nullptr || (check.image->document->has_lines() && !input.is_image_folder);
    summary_.add(file.findings, &file.source);
    summary_.in_baseline += static_cast<std::uint32_t>(check.in_baseline);
    for (auto const& report : reports_) report.reporter->file(file);
}

std::vector<Error> Reports::finish() {
    std::vector<Error> errors;
    for (auto const& report : reports_) {
        report.reporter->finish(summary_);
        if (auto const done = report.sink->finish(); !done) errors.push_back(done.error());
    }
    return errors;
}

}  // namespace dockcheck::cli
