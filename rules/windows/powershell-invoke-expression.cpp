// Finds Invoke-Expression on text that the Dockerfile does not show.
#include "rules/windows/powershell-invoke-expression.hpp"

#include <algorithm>
#include <optional>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/powershell_commands.hpp"
#include "analyzer/text/without_case.hpp"

namespace dockcheck::rules::powershell_invoke_expression {
namespace {

using model::PowerShellScript;
using powershell::Kind;
using powershell::Node;

bool is_command(PowerShellScript const& script, Node const& node,
                std::initializer_list<std::string_view> names) {
    if (node.kind != Kind::command) return false;
    auto const cmdlet = model::cmdlet_of(script, node);
    return std::ranges::any_of(
        names, [&](std::string_view name) { return equal_without_case(name, cmdlet); });
}

bool downloads(PowerShellScript const& script, Node const& node) {
    if (is_command(script, node, {"Invoke-WebRequest", "Invoke-RestMethod"})) return true;
    if (node.kind != Kind::member) return false;
    auto const name = script.text_of(node).substr(1);
    return equal_without_case(name, "DownloadString") || equal_without_case(name, "DownloadData");
}

/// The host of the first address among some nodes, or empty.
std::string_view host_among(PowerShellScript const& script, std::span<Node const> nodes) {
    for (auto const& node : nodes) {
        auto const text = powershell::constant_text(script.tree, node).value_or("");
        auto const scheme = text.find("://");
        if (scheme == text.npos || !text.starts_with("http")) continue;
        auto const host = text.substr(scheme + 3);
        return host.substr(0, host.find_first_of("/:?#"));
    }
    return {};
}

/// The pipeline that a command is a part of.
Node const& pipeline_of(PowerShellScript const& script, Node const& command) {
    auto const index = script.tree.index_of(command);
    for (auto i = index; i > 0; --i) {
        auto const& node = script.tree.nodes[i - 1];
        if (node.kind == Kind::pipeline && node.next >= command.next) return node;
    }
    return script.tree.nodes[0];
}

bool is_first_of(PowerShellScript const& script, Node const& pipeline, Node const& command) {
    return script.tree.index_of(pipeline) + 1 == script.tree.index_of(command);
}

/// What the command is given: what stands in front of it in its pipe, or its own words.
std::span<Node const> given_to(PowerShellScript const& script, Node const& command) {
    auto const& tree = script.tree;
    auto const& pipeline = pipeline_of(script, command);
    if (is_first_of(script, pipeline, command)) return tree.below(command);
    auto const begin = tree.index_of(pipeline) + 1;
    return tree.nodes.subspan(begin, tree.index_of(command) - begin);
}

bool is_put_together(PowerShellScript const& script, std::span<Node const> given) {
    return std::ranges::any_of(given, [&](Node const& node) {
        return node.kind == Kind::variable || node.kind == Kind::splat
               || node.kind == Kind::subexpression || is_command(script, node, {"Get-Content"});
    });
}

/// True where a sum or a signature is looked at before.
bool is_checked_before(PowerShellScript const& script, Node const& command) {
    return std::ranges::any_of(script.tree.nodes, [&](Node const& node) {
        return node.begin < command.begin
               && is_command(script, node, {"Get-FileHash", "Get-AuthenticodeSignature"});
    });
}

void check(PowerShellScript const& script, Pass& pass, Options const& options) {
    for (auto const& node : script.tree.nodes) {
        if (!is_command(script, node, {"Invoke-Expression"})) continue;
        auto const given = given_to(script, node);
        bool const is_downloaded =
            std::ranges::any_of(given, [&](Node const& each) { return downloads(script, each); });
        if (!is_downloaded && !is_put_together(script, given)) continue;
        auto const host = is_downloaded ? host_among(script, given) : std::string_view();
        bool const is_allowed =
            !host.empty()
            && std::ranges::any_of(options.allow_hosts, [&](std::string_view allowed) {
                   return equal_without_case(allowed, host);
               });
        if (is_allowed) continue;
        auto const& name = *powershell::name_of(script.tree, node);
        auto const span = script.span(name);
        auto const text = script.text_of(name);
        auto const source = host.empty() ? std::string_view("a server") : host;
        auto reported = is_downloaded ? pass.report(span, downloaded, text, source)
                                      : pass.report(span, variable, text);
        if (is_checked_before(script, node)) reported.severity(Severity::info);
    }
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::powershell_invoke_expression
