// Finds lists of packages that are in no order.
#include "rules/style/unsorted-package-list.hpp"

#include <algorithm>
#include <span>
#include <string>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/packages.hpp"
#include "analyzer/text/arena_vector.hpp"
#include "analyzer/text/without_case.hpp"

namespace dockcheck::rules::unsorted_package_list {
namespace {

struct Entry {
    std::string_view name;
    std::string_view text;  ///< as written, with its version
    Span span;
};
using Group = std::span<Entry const>;

/// The letters and digits alone, as `sort` compares in most languages.
std::string letters_of(std::string_view text) {
    auto result = lower_case(text);
    std::erase_if(result,
                  [](char c) { return !((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')); });
    return result;
}

bool is_less(Entry const& a, Entry const& b) { return compare_without_case(a.name, b.name) < 0; }

/// By name, by the bytes of the line, or as `sort` does it: any order will do.
bool is_sorted(Group group) {
    auto const letters = [](Entry const& entry) { return letters_of(entry.text); };
    auto const small = [](Entry const& entry) { return lower_case(entry.text); };
    return std::ranges::is_sorted(group, is_less) || std::ranges::is_sorted(group, {}, &Entry::text)
           || std::ranges::is_sorted(group, {}, small)
           || std::ranges::is_sorted(group, {}, letters);
}

/// Nothing but blanks and the ends of continued lines.
bool is_gap(std::string_view text) { return text.find_first_not_of(" \t\r\n\\`") == text.npos; }

/// One a line: where several share one, the line is somebody's order.
bool has_own_lines(Group group, Pass const& pass) {
    for (std::size_t i = 1; i < group.size(); ++i) {
        auto const gap = pass.text({group[i - 1].span.end, group[i].span.begin});
        if (gap.find('\n') == gap.npos) return false;
    }
    return true;
}

void report(Group group, Pass& pass) {
    std::size_t first = 1;
    while (!is_less(group[first], group[first - 1])) ++first;
    auto finding =
        pass.report(group[first].span, unsorted, group[first].name, group[first - 1].name);
    auto const sorted = pass.build().arena().copy(group);
    std::ranges::sort(sorted, [](Entry const& a, Entry const& b) {
        return is_less(a, b) || (!is_less(b, a) && a.span.begin < b.span.begin);
    });
    for (std::size_t i = 0; i < group.size(); ++i) {
        if (sorted[i].text != group[i].text) finding.replace(group[i].span, sorted[i].text);
    }
}

/// True when the group was reported.
bool look_at(Group group, Pass& pass, Options const& options) {
    if (group.size() < 2 || is_sorted(group)) return false;
    if (options.only_multiline && !has_own_lines(group, pass)) return false;
    report(group, pass);
    return true;
}

/// A group are the packages that stand one behind the other, without a comment or an option between
/// them. Those that nobody knows keep their places.
void look_at(model::PackageCommand const& install, Pass& pass, Options const& options) {
    ArenaVector<Entry> group(pass.build().arena());
    std::uint32_t end = 0;
    for (auto const& package : install.packages) {
        auto const span = package.argument->span;
        bool const goes_on = end != 0 && end <= span.begin && is_gap(pass.text({end, span.begin}));
        if (!goes_on) {
            if (look_at(group.items(), pass, options)) return;
            group.clear();
        }
        end = span.end;
        if (package.name.empty() || !package.argument->value.is_known()) continue;
        group.push_back({package.name, pass.text(span), span});
    }
    look_at(group.items(), pass, options);
}

void check(model::Command const& command, Pass& pass, Options const& options) {
    if (command.use != model::Use::run || command.exec_form || pass.build().image() != nullptr) {
        return;
    }
    auto const& managers = options.managers;
    if (std::ranges::find(managers, command.program) == managers.end()) return;
    auto const& install = model::package_command(command, pass.build().arena());
    if (install.verb == model::Verb::install) look_at(install, pass, options);
}

}  // namespace

constinit Check const rule = on<check>().for_managers();

}  // namespace dockcheck::rules::unsorted_package_list
