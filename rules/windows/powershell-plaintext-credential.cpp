// Finds passwords that are handled as plain text.
#include "rules/windows/powershell-plaintext-credential.hpp"

#include <algorithm>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/powershell_commands.hpp"
#include "analyzer/text/without_case.hpp"

namespace dockcheck::rules::powershell_plaintext_credential {
namespace {

using model::PowerShellScript;
using powershell::Kind;
using powershell::Node;
using powershell::Tree;

/// The text that ConvertTo-SecureString is given, through parentheses.
Node const* secured_text(Tree const& tree, Node const& command, Node const* piped) {
    auto const* const parameter = powershell::parameter_of(tree, command, "String", 2);
    auto const* argument = parameter == nullptr
                               ? powershell::first_argument(tree, command)
                               : powershell::argument_behind(tree, command, *parameter);
    if (argument == nullptr && parameter == nullptr) {
        // -AsPlainText and -Force take nothing: what stands behind them is the text.
        for (std::string_view const name : {"AsPlainText", "Force"}) {
            auto const* const option = powershell::parameter_of(tree, command, name, 1);
            if (option == nullptr || argument != nullptr) continue;
            argument = powershell::argument_behind(tree, command, *option);
        }
    }
    if (argument == nullptr) argument = piped;
    if (argument == nullptr) return nullptr;
    return &powershell::content_of(tree, *argument);
}

/// `piped` is what the pipe in front of it hands to the command, when that is a value.
void check_command(PowerShellScript const& script, Node const& command, Node const* piped,
                   Pass& pass) {
    auto const& tree = script.tree;
    auto const name = model::cmdlet_of(script, command);
    if (equal_without_case(name, "ConvertTo-SecureString")) {
        if (powershell::parameter_of(tree, command, "AsPlainText", 1) == nullptr) return;
        auto const* const text = secured_text(tree, command, piped);
        if (text == nullptr || !powershell::constant_text(tree, *text)) return;
        if (powershell::constant_text(tree, *text)->empty()) return;
        auto const span = script.span(*text);
        pass.report(span, literal).mask(span);
    }
    if (equal_without_case(name, "Invoke-WebRequest")
        || equal_without_case(name, "Invoke-RestMethod")) {
        auto const* const option =
            powershell::parameter_of(tree, command, "AllowUnencryptedAuthentication", 7);
        if (option == nullptr) return;
        pass.report(script.span(*option), unencrypted, script.text_of(*option));
    }
}

/// A parameter of a function: its variable, and whether it takes plain text.
struct Parameter {
    Node const* variable = nullptr;
    bool is_string = false;
    bool has_type = false;
};

Parameter parameter_in(Tree const& tree, Node const& definition) {
    Parameter result;
    for (auto const& part : tree.children(definition)) {
        if (part.kind == Kind::variable && result.variable == nullptr) result.variable = &part;
        if (part.kind != Kind::type_literal) continue;
        auto const text = tree.text_of(part);
        if (text.find('(') != text.npos) continue;  // an attribute
        result.has_type = true;
        if (equal_without_case(text, "[string]")) result.is_string = true;
    }
    return result;
}

bool names_password(std::string_view name) {
    return equal_without_case(name, "password") || equal_without_case(name, "passphrase")
           || equal_without_case(name, "passwd");
}

bool names_user(std::string_view name) {
    return equal_without_case(name, "username") || equal_without_case(name, "user");
}

/// All parameters of one function or script.
void check_parameters(PowerShellScript const& script, Node const& list, Pass& pass) {
    auto const& tree = script.tree;
    Parameter user;
    Parameter password;
    for (auto const& part : tree.children(list)) {
        if (part.kind != Kind::parameter_definition) continue;
        auto const each = parameter_in(tree, part);
        if (each.variable == nullptr) continue;
        auto const name = powershell::variable_name(tree, *each.variable);
        if (names_user(name)) user = each;
        if (names_password(name) && (each.is_string || !each.has_type)) password = each;
    }
    if (password.variable == nullptr) return;
    auto const text = script.text_of(*password.variable);
    auto const span = script.span(*password.variable);
    if (user.variable != nullptr) {
        pass.report(span, pair, script.text_of(*user.variable), text);
    } else if (password.is_string) {
        pass.report(span, parameter, text);
    }
}

void check_pipeline(PowerShellScript const& script, Node const& pipeline, Pass& pass) {
    Node const* before = nullptr;
    for (auto const& part : script.tree.children(pipeline)) {
        if (part.kind == Kind::command) {
            bool const is_value = before != nullptr && before->kind == Kind::expression;
            check_command(script, part, is_value ? before : nullptr, pass);
        }
        before = &part;
    }
}

void check(PowerShellScript const& script, Pass& pass) {
    for (auto const& node : script.tree.nodes) {
        if (node.kind == Kind::pipeline) check_pipeline(script, node, pass);
        if (node.kind == Kind::function_definition || node.kind == Kind::parameter_block) {
            check_parameters(script, node, pass);
        }
    }
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::powershell_plaintext_credential
