// Finds MD5 and SHA-1 in Get-FileHash and in classes of .NET.
#include "rules/windows/powershell-weak-hash-algorithm.hpp"

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/powershell_commands.hpp"
#include "analyzer/text/without_case.hpp"

namespace dockcheck::rules::powershell_weak_hash_algorithm {
namespace {

using model::PowerShellScript;
using powershell::Kind;
using powershell::Node;

/// The name of the algorithm as people write it, or empty.
std::string_view weak_algorithm(std::string_view name) {
    if (equal_without_case(name, "MD5")) return "MD5";
    return equal_without_case(name, "SHA1") ? "SHA-1" : "";
}

/// The same of a class such as System.Security.Cryptography.SHA1Managed.
std::string_view algorithm_of_class(std::string_view name) {
    constexpr std::string_view space = "Security.Cryptography.";
    if (name.starts_with("System.") || name.starts_with("system.")) name.remove_prefix(7);
    if (name.size() < space.size()) return {};
    if (!equal_without_case(name.substr(0, space.size()), space)) return {};
    name.remove_prefix(space.size());
    for (std::string_view const suffix : {"CryptoServiceProvider", "Managed", "Cng"}) {
        bool const has_suffix =
            name.size() > suffix.size()
            && equal_without_case(name.substr(name.size() - suffix.size()), suffix);
        if (has_suffix) name.remove_suffix(suffix.size());
    }
    return weak_algorithm(name);
}

void check_command(PowerShellScript const& script, Node const& command, Pass& pass) {
    auto const& tree = script.tree;
    auto const name = model::cmdlet_of(script, command);
    Node const* argument = nullptr;
    bool const is_hash = equal_without_case(name, "Get-FileHash");
    if (is_hash) {
        auto const* const parameter = powershell::parameter_of(tree, command, "Algorithm", 1);
        if (parameter != nullptr) {
            argument = powershell::argument_behind(tree, command, *parameter);
        }
    } else if (equal_without_case(name, "New-Object")) {
        argument = powershell::first_argument(tree, command);
        auto const* const parameter = powershell::parameter_of(tree, command, "TypeName", 1);
        if (parameter != nullptr) {
            argument = powershell::argument_behind(tree, command, *parameter);
        }
    }
    if (argument == nullptr) return;
    auto const text = powershell::constant_text(tree, *argument).value_or("");
    auto const weak_one = is_hash ? weak_algorithm(text) : algorithm_of_class(text);
    if (!weak_one.empty()) pass.report(script.span(*argument), weak, weak_one);
}

/// `[...MD5]::Create()`, `[...HashAlgorithm]::Create('MD5')`.
void check_operand(PowerShellScript const& script, Node const& operand, Pass& pass) {
    auto const& tree = script.tree;
    auto const parts = tree.children(operand);
    if (parts.empty() || parts.begin()->kind != Kind::type_literal) return;
    auto const& type = *parts.begin();
    auto const text = script.text_of(type);
    auto const name = text.substr(1, text.size() - 2);
    auto const weak_one = algorithm_of_class(name);
    bool is_used = false;
    for (auto const& part : parts) {
        if (part.kind != Kind::call) continue;
        is_used = true;
        auto const content = tree.below(part);
        bool const is_factory =
            equal_without_case(name.substr(name.rfind('.') + 1), "HashAlgorithm");
        if (!is_factory || content.empty()) continue;
        auto const& argument = powershell::content_of(tree, content.front());
        auto const wanted = weak_algorithm(powershell::constant_text(tree, argument).value_or(""));
        if (!wanted.empty()) pass.report(script.span(argument), weak, wanted);
    }
    if (is_used && !weak_one.empty()) pass.report(script.span(type), weak, weak_one);
}

void check(PowerShellScript const& script, Pass& pass) {
    for (auto const& node : script.tree.nodes) {
        if (node.kind == Kind::command) check_command(script, node, pass);
        if (node.kind == Kind::operand) check_operand(script, node, pass);
    }
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::powershell_weak_hash_algorithm
