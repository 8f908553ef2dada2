// Finds Invoke-Expression on text that the Dockerfile does not show.
#include "rules/windows/powershell-invoke-expression.hpp"

#include <algorithm>

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

/// What is run: whether it comes from a server, from which one, and whether it is text that the
/// Dockerfile does not show.
struct Given {
    bool is_downloaded = false;
    bool is_put_together = false;
    std::string_view host;

    void add(PowerShellScript const& script, std::span<Node const> nodes) {
        for (auto const& node : nodes) {
            is_downloaded = is_downloaded || downloads(script, node);
            is_put_together = is_put_together || node.kind == Kind::variable
                              || node.kind == Kind::splat || node.kind == Kind::subexpression
                              || is_command(script, node, {"Get-Content"});
        }
        if (host.empty()) host = host_among(script, nodes);
    }
};

bool is_allowed(std::string_view host, Options const& options) {
    return std::ranges::any_of(options.allow_hosts, [&](std::string_view allowed) {
        return equal_without_case(allowed, host);
    });
}

/// Where a sum or a signature is looked at first; behind it all is told more quietly.
std::uint32_t first_check(PowerShellScript const& script) {
    auto const found = std::ranges::find_if(script.tree.nodes, [&](Node const& node) {
        return is_command(script, node, {"Get-FileHash", "Get-AuthenticodeSignature"});
    });
    return found == script.tree.nodes.end() ? script.text.size() : found->begin;
}

void check_pipeline(PowerShellScript const& script, Node const& pipeline, Pass& pass,
                    Options const& options, std::uint32_t checked_behind) {
    auto const& tree = script.tree;
    Given piped;
    bool is_first = true;
    for (auto const& part : tree.children(pipeline)) {
        if (is_command(script, part, {"Invoke-Expression"})) {
            Given own;
            if (is_first) own.add(script, tree.below(part));
            auto const& given = is_first ? own : piped;
            bool const is_meant =
                given.is_downloaded ? !is_allowed(given.host, options) : given.is_put_together;
            auto const& name = *powershell::name_of(tree, part);
            auto const span = script.span(name);
            auto const text = script.text_of(name);
            auto const source = given.host.empty() ? std::string_view("a server") : given.host;
            if (is_meant) {
                auto reported = given.is_downloaded ? pass.report(span, downloaded, text, source)
                                                    : pass.report(span, variable, text);
                if (part.begin > checked_behind) reported.severity(Severity::info);
            }
        }
        piped.add(script, tree.nodes.subspan(tree.index_of(part), part.next - tree.index_of(part)));
        is_first = false;
    }
}

void check(PowerShellScript const& script, Pass& pass, Options const& options) {
    bool const runs_text = std::ranges::any_of(script.tree.nodes, [&](Node const& node) {
        return is_command(script, node, {"Invoke-Expression"});
    });
    if (!runs_text) return;
    auto const checked_behind = first_check(script);
    for (auto const& node : script.tree.nodes) {
        if (node.kind == Kind::pipeline) {
            check_pipeline(script, node, pass, options, checked_behind);
        }
    }
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::powershell_invoke_expression
