// See the header: counting instead of measuring, so that the same file always has the same
// findings.
#include "analyzer/lint/looks.hpp"

#include <algorithm>

namespace dockcheck {
namespace {

constexpr std::size_t few = 1024;
constexpr std::size_t least = 256;
constexpr std::size_t steps = 2'000'000;
constexpr std::size_t least_commands = 512;
constexpr std::size_t command_steps = 1'000'000;
constexpr std::size_t most_findings = 5'000;

std::size_t size_of(model::Build const& build) {
    auto size = build.file().instructions.size();
    for (auto const& stage : build.stages()) size += stage.commands.size();
    return size;
}

}  // namespace

Looks::Looks(model::Build const& build) : taken_(build.arena()) {
    auto const size = size_of(build);
    if (size <= few) return;
    most_looks_ = least + steps / size;
    most_commands_ = least_commands + command_steps / size;
}

Looks::Taken& Looks::taken(ActiveRule const& rule) {
    auto const known = std::ranges::find(taken_.items(), &rule, &Taken::rule);
    return known == taken_.items().end() ? taken_.push_back({&rule, 0, 0, 0}) : *known;
}

bool Looks::take(ActiveRule const& rule) {
    return most_looks_ == 0 || ++taken(rule).looks <= most_looks_;
}

bool Looks::take_command(ActiveRule const& rule) {
    return ++taken(rule).commands <= most_commands_;
}

bool Looks::may_report(ActiveRule const& rule) { return ++taken(rule).findings <= most_findings; }

}  // namespace dockcheck
