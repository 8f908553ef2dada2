// Finds USER name:group where the account has further groups.
#include "rules/users/user-group-drops-supplementary-groups.hpp"

#include <algorithm>
#include <string>

#include "analyzer/lint/pass.hpp"

namespace dockcheck::rules::user_group_drops_supplementary_groups {
namespace {

bool is_number(std::string_view text) {
    return text.find_first_not_of("0123456789") == std::string_view::npos;
}

/// The value of an option for further groups.
std::string_view groups_of(model::Command const& command) {
    for (std::size_t i = 1; i < command.arguments.size(); ++i) {
        auto const text = command.argument(i);
        if (text.starts_with("--groups=")) return text.substr(9);
        bool const is_short =
            text.size() >= 2 && text[0] == '-' && text[1] != '-' && text.back() == 'G';
        if (is_short || text == "--groups") return command.argument(i + 1);
    }
    return {};
}

/// The groups that a command puts the account into, besides its own.
std::string_view added_groups(model::Command const& command, std::string_view account) {
    auto const count = command.arguments.size();
    if (count < 3) return {};
    auto const program = command.program;
    if (program == "useradd" || program == "usermod") {
        return command.argument(count - 1) == account ? groups_of(command) : std::string_view();
    }
    bool const is_pair = (program == "adduser" || program == "addgroup") && count == 3
                         && !command.argument(1).starts_with('-');
    if (is_pair) {
        return command.argument(1) == account ? command.argument(2) : std::string_view();
    }
    bool const is_gpasswd = program == "gpasswd" && count == 4 && command.argument(1) == "-a";
    if (is_gpasswd && command.argument(2) == account) return command.argument(3);
    return {};
}

void check(ast::User const& node, Pass& pass) {
    auto const text = pass.value(node.value).known();
    if (!text || pass.stage() == nullptr || pass.stage()->is_windows) return;
    auto const colon = text->find(':');
    if (colon == std::string_view::npos) return;
    auto const account = text->substr(0, colon);
    auto const group = text->substr(colon + 1);
    if (account.empty() || group.empty() || account == "root" || is_number(account)) return;
    if (!pass.may_look_around()) return;
    auto const position = pass.build().position_of(pass.instruction());
    for (auto const* stage = pass.stage(); stage != nullptr; stage = stage->parent) {
        for (auto const& command : stage->commands) {
            if (command.use != model::Use::run || command.is_conditional) continue;
            if (pass.build().position_of(*command.instruction) > position) break;
            auto const groups = added_groups(command, account);
            if (groups.empty() || groups == group) continue;
            pass.report(node.value.span, dropped, account, group, command.program, groups)
                .related(command.span, "put into it here");
            return;
        }
    }
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::user_group_drops_supplementary_groups
