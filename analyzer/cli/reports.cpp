// Filtering findings and passing them on.
#include "analyzer/cli/reports.hpp"

#include <algorithm>
#include <filesystem>
#include <utility>

#include "analyzer/cli/walk.hpp"
#include "analyzer/report/fingerprint.hpp"

namespace dockcheck::cli {
namespace {

namespace fs = std::filesystem;

bool is_below(std::string_view path, std::string_view folder) {
    return path.starts_with(folder)
           && (folder.ends_with('/')
               || (path.size() > folder.size() && path[folder.size()] == '/'));
}

}  // namespace

RepositoryPaths::RepositoryPaths(std::string working_folder)
    : working_folder_(std::move(working_folder)) {}

// Asks the disk once for each folder.
std::string const& RepositoryPaths::root_of(std::string const& folder) {
    if (auto const known = roots_.find(folder); known != roots_.end()) return known->second;
    std::string root;
    if (is_repository_root(folder)) {
        root = folder;
    } else if (auto const parent = folder_of(folder); parent != folder && !parent.empty()) {
        root = root_of(parent);
    }
    return roots_.emplace(folder, std::move(root)).first->second;
}

std::string RepositoryPaths::of(std::string const& absolute) {
    auto const& repository = root_of(folder_of(absolute));
    bool const is_here = repository.empty() && is_below(absolute, working_folder_);
    auto const& root = is_here ? working_folder_ : repository;
    if (root.empty() || !is_below(absolute, root)) return absolute;
    return absolute.substr(root.size() + (root.ends_with('/') ? 0 : 1));
}

std::string RepositoryPaths::of_shown(std::string_view shown) {
    return of((fs::path(working_folder_) / shown).lexically_normal().generic_string());
}

Reports::Reports(RunSettings const& settings, bool unsafe_fixes, std::span<Rule const> rules,
                 std::string const& working_folder)
    : settings_(settings), paths_(working_folder) {
    options_.width = settings.width;
    options_.show_suppressed = settings.show_suppressed;
    options_.statistics = settings.statistics;
    options_.unsafe_fixes = unsafe_fixes;
    options_.version = DOCKCHECK_VERSION;
    for (auto const& rule : rules) options_.rules.push_back(&rule);
    options_.repository_path = [this](std::string_view name) { return paths_.of_shown(name); };
}

std::vector<Error> Reports::open(MainReport main) {
    std::vector<Error> errors;
    for (auto const& [format, path] : settings_.outputs) {
        if (path == "-") continue;
        auto sink = Sink::file(path);
        if (sink) {
            add_report(format, std::move(*sink), false);
        } else {
            errors.push_back(sink.error());
        }
    }
    auto format = settings_.format;
    for (auto const& [other, path] : settings_.outputs) {
        if (path == "-") format = other;
    }
    if (main == MainReport::standard_output) {
        add_report(format, Sink::standard_output(), settings_.color);
    } else if (main == MainReport::standard_error) {
        add_report(format, std::make_unique<Sink>("standard error", stderr), settings_.color);
    }
    return errors;
}

void Reports::add_report(Format format, std::unique_ptr<Sink> sink, bool color) {
    names_repository_paths_ = names_repository_paths_ || names_repository_paths(format);
    auto options = std::make_unique<ReportOptions>(options_);
    options->color = color;
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
    keep_.clear();
    for (auto const& finding : check.findings) {
        bool const is_grave = finding.severity >= check.settings->min_severity;
        keep_.push_back(is_grave && is_new(input, finding));
    }
    return std::ranges::find(keep_, false) == keep_.end();
}

void Reports::add(Input const& input, FileCheck const& check) {
    bool const has_place = !input.is_standard_input || input.path != "-";
    auto const repository_path = !has_place                ? input.path
                                 : names_repository_paths_ ? paths_.of(input.absolute)
                                                           : std::string();
    CheckedFile file{input.path, repository_path, check.source, check.findings};
    Shown shown;
    if (!shows_all(input, check)) {
        auto const all = fingerprints(repository_path, check.findings);
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
    summary_.add(file.findings);
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
