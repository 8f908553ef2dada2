// Finds joined commands, mounts and labels that share a line.
#include "rules/style/chained-elements-on-one-line.hpp"

#include <string>
#include <vector>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/broken_words.hpp"

namespace dockcheck::rules::chained_elements_on_one_line {
namespace {

/// `&&` and `||` between the commands of a RUN itself.
struct Chain {
    std::size_t commands = 1;
    std::vector<Span> inside;  ///< operators with the line's other commands on either side
};

/// True when nothing else stands between the operator and an end of its line.
bool ends_line(Span place, std::string_view text, char escape) {
    auto const before = text.substr(0, place.begin).find_last_not_of(" \t");
    if (before == text.npos || text[before] == '\n') return true;
    auto const after = text.find_first_not_of(" \t", place.end);
    return after == text.npos || text[after] == escape || text[after] == '\r'
           || text[after] == '\n';
}

Chain chain_of(model::ShellScript const& script, Pass const& pass) {
    using shell::Kind;
    Chain chain;
    auto const text = pass.build().source().bytes();
    auto const escape = pass.build().file().escape;
    for (auto const& statement : script.tree.children(script.tree.nodes.front())) {
        if (statement.kind != Kind::statement) continue;
        for (auto const& node : script.tree.children(statement)) {
            if (node.kind != Kind::and_operator && node.kind != Kind::or_operator) continue;
            ++chain.commands;
            auto const place = script.span(node);
            if (!ends_line(place, text, escape)) chain.inside.push_back(place);
        }
    }
    return chain;
}

/// The blanks that end in front of an offset.
Span blanks_before(std::uint32_t offset, std::string_view text) {
    auto const last = text.substr(0, offset).find_last_not_of(" \t");
    auto const begin = last == text.npos ? std::size_t{0} : last + 1;
    return {static_cast<std::uint32_t>(begin), offset};
}

void check_script(model::ShellScript const& script, Pass& pass, Options const& options) {
    using model::ShellKind;
    bool const is_shell = script.shell == ShellKind::posix || script.shell == ShellKind::bash
                          || script.shell == ShellKind::busybox;
    if (script.use != model::Use::run || !is_shell || script.is_nested || script.is_heredoc) return;
    if (script.instruction == nullptr || !script.instruction->heredocs.empty()) return;
    if (pass.build().image() != nullptr || pass.is_trigger()) return;
    if (script.tree.first_error != nullptr || !script.tree.heredocs.empty()) return;
    if (!script.holds(shell::Kind::and_operator, shell::Kind::or_operator)) return;
    if (model::has_fault(pass.build(), *script.instruction)) return;
    auto const chain = chain_of(script, pass);
    if (chain.inside.empty()) return;
    if (static_cast<std::int64_t>(chain.commands) < options.min_commands) return;
    std::string const escape(1, pass.build().file().escape);
    auto finding =
        pass.report(chain.inside.front(), commands, std::to_string(chain.commands), escape);
    for (auto const place : chain.inside) {
        auto const blanks = blanks_before(place.begin, pass.build().source().bytes());
        finding.replace(blanks, " " + escape + "\n    ");
    }
}

bool is_gap(std::string_view text) {
    return !text.empty() && text.find_first_not_of(" \t") == text.npos;
}

void check_run(ast::Run const& run, Pass& pass) {
    if (pass.is_trigger() || pass.build().image() != nullptr) return;
    if (run.mounts.size() < 2 || model::has_fault(pass.build(), pass.instruction())) return;
    std::string const escape(1, pass.build().file().escape);
    std::optional<Reported> finding;
    for (std::size_t i = 1; i < run.mounts.size(); ++i) {
        auto const place = run.mounts[i].flag->span;
        Span const gap{run.mounts[i - 1].flag->span.end, place.begin};
        if (gap.end < gap.begin || !is_gap(pass.text(gap))) continue;
        if (!finding) finding = pass.report(place, mounts, escape);
        finding->replace(gap, " " + escape + "\n    ");
    }
}

void check_label(ast::Label const& label, Pass& pass) {
    if (label.legacy || pass.is_trigger() || pass.build().image() != nullptr) return;
    if (model::has_fault(pass.build(), pass.instruction())) return;
    std::string const escape(1, pass.build().file().escape);
    std::optional<Reported> finding;
    for (std::size_t i = 1; i < label.pairs.size(); ++i) {
        auto const place = label.pairs[i].span;
        Span const gap{label.pairs[i - 1].span.end, place.begin};
        if (!is_gap(pass.text(gap))) continue;
        if (!finding) finding = pass.report(place, labels, escape);
        finding->replace(gap, " " + escape + "\n      ");
    }
}

}  // namespace

constinit Check const rule = on<check_script, check_run, check_label>();

}  // namespace dockcheck::rules::chained_elements_on_one_line
