// Lookup of the releases of Python packages in their table.
#include "analyzer/knowledge/python_releases.hpp"

#include <algorithm>
#include <charconv>

#include "analyzer/knowledge/python_releases.table.hpp"

namespace dockcheck::knowledge {
namespace {

constexpr std::uint32_t first_minor = 6;

/// One `version:states`.
struct Step {
    std::string_view version;
    std::string_view states;
};

std::optional<Step> take_step(std::string_view& steps) {
    if (steps.empty()) return std::nullopt;
    auto const end = std::min(steps.find(' '), steps.size());
    auto const text = steps.substr(0, end);
    steps.remove_prefix(std::min(end + 1, steps.size()));
    auto const colon = text.find(':');
    if (colon == text.npos) return std::nullopt;
    return Step{text.substr(0, colon), text.substr(colon + 1)};
}

/// The number in front of a version, which is taken off with its dot. What is no number is 0.
std::uint32_t take_release_part(std::string_view& version) {
    std::uint32_t number = 0;
    auto const [end, error] =
        std::from_chars(version.data(), version.data() + version.size(), number);
    version.remove_prefix(static_cast<std::size_t>(end - version.data()));
    if (version.starts_with('.')) version.remove_prefix(1);
    if (error != std::errc{}) version = {};
    return number;
}

/// 1.2 precedes 1.2.1, and is 1.2.0.
bool precedes(std::string_view a, std::string_view b) {
    while (!a.empty() || !b.empty()) {
        auto const left = take_release_part(a);
        auto const right = take_release_part(b);
        if (left != right) return left < right;
    }
    return false;
}

bool is_plain(std::string_view version) {
    return !version.empty() && version.find_first_not_of("0123456789.") == version.npos;
}

PythonFiles files_of(std::string_view states, std::uint32_t minor) {
    if (minor < first_minor || minor - first_minor >= states.size()) return PythonFiles::unknown;
    switch (states[minor - first_minor]) {
        case 'n':
            return PythonFiles::none;
        case 's':
            return PythonFiles::sources;
        case 'w':
            return PythonFiles::wheel;
        default:
            return PythonFiles::unknown;
    }
}

std::string_view steps_of(PythonReleases const& row, bool is_musl) {
    return is_musl ? row.musl : row.glibc;
}

/// The states of an exact version; empty for one in front of the first step or behind the newest.
std::string_view states_of(PythonReleases const& row, std::string_view version, bool is_musl) {
    if (!is_plain(version) || precedes(row.newest, version)) return {};
    std::string_view states;
    auto steps = steps_of(row, is_musl);
    while (auto const step = take_step(steps)) {
        if (precedes(version, step->version)) break;
        states = step->states;
    }
    return states;
}

}  // namespace

std::string python_release(std::uint32_t minor) { return "3." + std::to_string(minor); }

std::optional<PythonReleases> python_releases(std::string_view package) {
    auto const* const row =
        std::ranges::lower_bound(python_releases_table, package, {}, &PythonReleasesRow::package);
    if (row == std::ranges::end(python_releases_table) || row->package != package) {
        return std::nullopt;
    }
    return PythonReleases{row->package, row->compiled == "c", row->newest, row->glibc,
                          row->musl == "=" ? row->glibc : row->musl};
}

PythonFiles python_files(PythonReleases const& row, std::string_view version, PythonTarget target) {
    return files_of(states_of(row, version, target.is_musl), target.minor);
}

bool has_never_files(PythonReleases const& row, PythonTarget target) {
    auto steps = steps_of(row, target.is_musl);
    while (auto const step = take_step(steps)) {
        if (files_of(step->states, target.minor) != PythonFiles::none) return false;
    }
    return true;
}

std::string_view next_version_with(PythonReleases const& row, std::string_view version,
                                   PythonTarget target, PythonFiles wanted) {
    auto steps = steps_of(row, target.is_musl);
    while (auto const step = take_step(steps)) {
        if (!precedes(version, step->version)) continue;
        auto const files = files_of(step->states, target.minor);
        if (files == wanted || files == PythonFiles::wheel) return step->version;
    }
    return {};
}

std::string_view first_version_without(PythonReleases const& row, PythonTarget target) {
    std::string_view found;
    bool has_some = false;
    auto steps = steps_of(row, target.is_musl);
    while (auto const step = take_step(steps)) {
        bool const is_none = files_of(step->states, target.minor) == PythonFiles::none;
        if (!is_none) {
            has_some = true;
            found = {};
        } else if (has_some && found.empty()) {
            found = step->version;
        }
    }
    return found;
}

std::optional<PythonMinors> minors_of(PythonReleases const& row, std::string_view version,
                                      PythonFiles wanted, bool is_musl) {
    auto const states = states_of(row, version, is_musl);
    std::optional<PythonMinors> found;
    for (std::uint32_t i = 0; i < states.size(); ++i) {
        auto const files = files_of(states, first_minor + i);
        if (files != wanted && files != PythonFiles::wheel) continue;
        if (!found) found = PythonMinors{first_minor + i, first_minor + i};
        found->greatest = first_minor + i;
    }
    return found;
}

}  // namespace dockcheck::knowledge
