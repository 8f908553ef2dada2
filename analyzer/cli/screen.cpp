// Comparing findings with baselines and diffs.
#include "analyzer/cli/screen.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <utility>

#include "analyzer/cli/replace_file.hpp"
#include "analyzer/report/fingerprint.hpp"
#include "analyzer/system/disk.hpp"
#include "analyzer/text/file.hpp"
#include "analyzer/text/line_index.hpp"

namespace dockcheck::cli {
namespace {

/// Of a baseline and of a diff.
constexpr std::size_t largest_list_of_findings = std::size_t{256} * 1024 * 1024;

/// True when this run leaves out rules or files that one without options looks at.
bool is_narrowed(Arguments const& arguments) {
    return !arguments.select.empty() || !arguments.ignore.empty() || !arguments.severity.empty()
           || !arguments.exclude.empty() || arguments.no_context;
}

/// True when the file was checked by the rule.
bool has_run(std::string_view rule, Input const& input, FileCheck const& check) {
    auto const rules = input.profile->rule_set->rules();
    auto const active =
        std::ranges::find(rules, rule, [](ActiveRule const& each) { return each.rule->name; });
    if (active == rules.end()) return false;
    bool const needs_context = (active->rule->needs & requires_context) != 0;
    return !needs_context || check.build->context() != nullptr;
}

std::string counted_findings(std::size_t count) {
    return fmt::format("{} finding{}", count, count == 1 ? "" : "s");
}

}  // namespace

// Of each file the one that its own configuration names, unless the command line does.
std::string const* Screen::baseline_of(Input const& input) const {
    if (arguments_.write_baseline) return nullptr;
    if (arguments_.baseline) return &*arguments_.baseline;
    auto const& configured = input.profile->configuration->baseline;
    return configured ? &configured->value : nullptr;
}

std::vector<Error> Screen::open(Inputs const& inputs, std::string const& working_folder) {
    std::vector<Error> errors;
    if (auto error = open_diff(working_folder)) errors.push_back(std::move(*error));
    if (arguments_.write_baseline) {
        if (auto error = keep_others(inputs)) errors.push_back(std::move(*error));
        return errors;
    }
    if (arguments_.baseline) {
        open_baseline(*arguments_.baseline, *arguments_.baseline, errors);
        return errors;
    }
    for (auto const& input : inputs.files) {
        auto const& configured = input.profile->configuration->baseline;
        if (configured) open_baseline(configured->value, configured->where, errors);
    }
    return errors;
}

/// What lies in a folder that was searched and was not found there has gone, or the configuration
/// excludes it now; what --exclude leaves out this once stays.
std::optional<Error> Screen::keep_others(Inputs const& inputs) {
    auto const& name = *arguments_.write_baseline;
    if (!system::is_file(name)) return std::nullopt;
    auto const text = read_regular_file(name, largest_list_of_findings);
    if (!text) return text.error();
    if (text->empty()) return std::nullopt;
    // One with marks of a conflict in it may be written anew, another file may not.
    bool const is_one = text->starts_with("<<<<<<<") || text->find("\"fingerprint") != text->npos;
    if (!is_one && !Baseline::parse(*text, name)) {
        return Error{name, "this is no baseline, and it would be written over: name another file"};
    }
    struct Searched {
        std::string absolute;
        std::string inside;  ///< how the path of what lies in it begins in the repository
    };
    std::vector<Searched> searched;
    for (auto const& folder : inputs.folders) {
        auto const absolute = folder + (folder.ends_with('/') ? "" : "/");
        auto const inside = paths_.of(absolute + ".");
        searched.push_back({absolute, inside.substr(0, inside.size() - 1)});
        if (searched.back().inside.empty() && !is_narrowed(arguments_)) return std::nullopt;
    }
    std::unordered_set<std::string> checked;
    for (auto const& input : inputs.files) checked.insert(paths_.of(input));
    auto const old = Baseline::parse(*text, name);
    if (!old) {
        return Error{
            old.error().where,
            old.error().text
                + "; what it has of other files and rules would be lost: check all, or remove it"};
    }
    for (auto const& entry : old->entries()) {
        if (checked.contains(entry.path)) {
            if (is_narrowed(arguments_)) old_[entry.path].push_back(entry);
            continue;
        }
        auto const has_it = [&](Searched const& folder) {
            return entry.path.starts_with(folder.inside)
                   && (arguments_.exclude.empty()
                       || !system::is_file(folder.absolute
                                           + entry.path.substr(folder.inside.size())));
        };
        if (std::ranges::none_of(searched, has_it)) kept_.push_back(entry);
    }
    return std::nullopt;
}

std::optional<Error> Screen::open_diff(std::string const& working_folder) {
    if (!arguments_.changed_lines) return std::nullopt;
    auto const& path = *arguments_.changed_lines;
    auto const text = read_file(path, largest_list_of_findings);
    if (!text) return Error{path, "cannot read the diff: " + text.error().text};
    auto files = read_diff(*text, path == "-" ? "standard input" : path);
    if (!files) return files.error();
    changed_.emplace(std::move(*files), working_folder);
    return std::nullopt;
}

void Screen::open_baseline(std::string const& path, std::string const& where,
                           std::vector<Error>& errors) {
    if (baselines_.contains(path)) return;
    auto& read = baselines_[path];
    auto const text = read_regular_file(path, largest_list_of_findings);
    if (!text) {
        auto const which = where == path ? "" : " " + path;
        errors.push_back(
            {where, fmt::format("cannot read the baseline{}: {}", which, text.error().text)});
        return;
    }
    auto baseline = Baseline::parse(*text, path);
    if (!baseline) {
        errors.push_back(baseline.error());
        return;
    }
    read.baseline = std::move(*baseline);
}

void Screen::apply(Input const& input, FileCheck& check) {
    overrides_.apply(input, check.checked_source(), check.findings);
    bool const compares = baseline_of(input) != nullptr || arguments_.write_baseline;
    if (!compares && !changed_) return;
    auto const path = path_in_fingerprints(paths_.of(input), check.image_label);
    auto const prints =
        fingerprints(path, check.checked_source(), check.findings,
                     [this](std::string_view name) { return paths_.of_shown(name); });
    std::vector<bool> kept(prints.size(), true);
    if (compares) compare(input, check, prints, kept);
    if (changed_) drop_unchanged(input, check, kept);
    keep(check, prints, kept);
}

void Screen::hold_back(Input const& input, Source const& source,
                       std::vector<Finding>& findings) const {
    overrides_.apply(input, source, findings);
    auto const* const path = baseline_of(input);
    if (path == nullptr) return;
    auto const& baseline = baselines_.find(*path)->second.baseline;
    auto const prints =
        fingerprints(paths_.of(input), source, findings,
                     [this](std::string_view name) { return paths_.of_shown(name); });
    for (std::size_t i = 0; i < prints.size(); ++i) {
        if (baseline.contains(prints[i])) findings[i].fix.reset();
    }
}

void Screen::compare(Input const& input, FileCheck& check, std::vector<std::string> const& prints,
                     std::vector<bool>& kept) {
    auto const* const path = baseline_of(input);
    auto* const read = path == nullptr ? nullptr : &baselines_.find(*path)->second;
    for (std::size_t i = 0; i < prints.size(); ++i) {
        auto const& finding = check.findings[i];
        if (finding.suppressed) continue;
        if (read != nullptr && !read->baseline.contains(prints[i])) continue;
        kept[i] = false;
        ++check.in_baseline;
        if (read != nullptr) continue;
        written_.push_back({paths_.of(input), std::string(finding.rule->name),
                            std::string(finding.message), prints[i]});
    }
    if (read == nullptr) keep_those_of_other_rules(input, check);
    // Those of the other images of a file are not gone.
    if (read != nullptr && check.image_label.empty()) count_gone(*read, input, check, prints);
}

void Screen::drop_unchanged(Input const& input, FileCheck const& check,
                            std::vector<bool>& kept) const {
    std::map<Source const*, LineIndex> indexes;
    for (std::size_t i = 0; i < kept.size(); ++i) {
        auto const& [source, span] = check.findings[i].place;
        if (source == nullptr) continue;
        auto const& lines = indexes.try_emplace(source, source->bytes()).first->second;
        auto const last = std::max(span.begin, span.end > 0 ? span.end - 1 : 0);
        auto const path =
            source == &check.checked_source() ? input.absolute : paths_.absolute(source->name());
        if (!changed_->touch(path, {lines.line(span.begin), lines.line(last)})) kept[i] = false;
    }
}

/// What the old baseline has of a checked file stays where its rule was not asked.
void Screen::keep_those_of_other_rules(Input const& input, FileCheck const& check) {
    auto const old = old_.extract(paths_.of(input));
    if (old.empty()) return;
    for (auto const& entry : old.mapped()) {
        if (!has_run(entry.rule, input, check)) kept_.push_back(entry);
    }
}

/// A finding is gone when its file was checked by its rule, which did not find it.
void Screen::count_gone(Read& read, Input const& input, FileCheck const& check,
                        std::vector<std::string> const& found) const {
    auto const path = paths_.of(input);
    for (auto const& entry : read.baseline.entries()) {
        if (entry.path != path || !has_run(entry.rule, input, check)) continue;
        if (std::ranges::find(found, entry.fingerprint) == found.end()) {
            read.gone.insert(entry.fingerprint);
        }
    }
}

void Screen::keep(FileCheck& check, std::vector<std::string> const& prints,
                  std::vector<bool> const& kept) const {
    std::vector<Finding> findings;
    for (std::size_t i = 0; i < kept.size(); ++i) {
        auto& finding = check.findings[i];
        if (kept[i]) {
            findings.push_back(std::move(finding));
            check.fingerprints.push_back(prints[i]);
        } else {
            check.masked.insert(check.masked.end(), finding.masked.begin(), finding.masked.end());
        }
    }
    check.findings = std::move(findings);
}

Result<void> Screen::write() const {
    if (!arguments_.write_baseline) return {};
    auto entries = written_;
    entries.insert(entries.end(), kept_.begin(), kept_.end());
    return write_file(*arguments_.write_baseline, baseline_text(std::move(entries)));
}

std::vector<std::string> Screen::notes() const {
    std::vector<std::string> result;
    if (arguments_.write_baseline) {
        auto const kept = kept_.empty()
                              ? std::string()
                              : fmt::format(", beside {} that were not looked for", kept_.size());
        result.push_back(fmt::format("{} written to {}{}", counted_findings(written_.size()),
                                     *arguments_.write_baseline, kept));
    }
    for (auto const& [path, read] : baselines_) {
        if (read.gone.empty()) continue;
        result.push_back(fmt::format("{}: {} in it {} gone; --write-baseline drops what is gone",
                                     path, counted_findings(read.gone.size()),
                                     read.gone.size() == 1 ? "is" : "are"));
    }
    return result;
}

}  // namespace dockcheck::cli
