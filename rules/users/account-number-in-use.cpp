// Finds accounts and groups with a number that an account of the base image has.
#include "rules/users/account-number-in-use.hpp"

#include <algorithm>
#include <string>

#include "analyzer/knowledge/accounts.hpp"
#include "analyzer/lint/pass.hpp"
#include "analyzer/model/base_image.hpp"

namespace dockcheck::rules::account_number_in_use {
namespace {

using model::Command;

bool makes_group(Command const& command) {
    return command.program == "groupadd" || command.program == "addgroup";
}

/// The number that the command asks for; empty where it asks for none, or nobody knows which.
std::string_view number_of(Command const& command) {
    std::string_view const short_name = makes_group(command) ? "-g" : "-u";
    std::string_view const long_name = makes_group(command) ? "--gid" : "--uid";
    for (std::size_t i = 1; i < command.arguments.size(); ++i) {
        auto const text = command.argument(i);
        if (text == short_name || text == long_name) return command.argument(i + 1);
        bool const is_glued =
            text.starts_with(long_name) && text.substr(long_name.size(), 1) == "=";
        if (is_glued) return text.substr(long_name.size() + 1);
    }
    return {};
}

bool allows_two(Command const& command) {
    return std::ranges::any_of(command.arguments, [](model::Argument const& word) {
        auto const text = word.value.known_prefix();
        bool const is_letters = text.starts_with('-') && !text.starts_with("--");
        // -f takes another number; --prefix and --root are for another system.
        bool const is_elsewhere = text == "-f" || text == "--force" || text == "-P" || text == "-R"
                                  || text.starts_with("--prefix") || text.starts_with("--root");
        return !word.value.is_known() || is_elsewhere || text.starts_with("--non-uni")
               || text.starts_with("--allow") || (is_letters && text.find('o') != text.npos);
    });
}

/// True when something in front speaks of the account or of the files that hold accounts: it may be
/// gone, or have another number.
bool may_be_gone(Command const& command, std::string_view name, Pass const& pass) {
    static constexpr std::string_view files[] = {"/etc/passwd", "/etc/group", "1000"};
    static constexpr std::string_view changers[] = {"userdel",  "deluser",  "usermod",
                                                    "groupdel", "delgroup", "groupmod"};
    for (auto const* stage = pass.stage(); stage != nullptr; stage = stage->parent) {
        if (!stage->triggered.instructions.empty()) return true;
        bool const brings = std::ranges::any_of(stage->transfers, [](auto const& transfer) {
            auto const target = transfer.target.known();
            return transfer.from != nullptr || !target || *target == "/"
                   || target->starts_with("/etc");
        });
        if (brings) return true;
        for (auto const& other : stage->commands) {
            if (&other == &command) break;
            if (other.use != model::Use::run) continue;
            // A script of the project may do anything.
            if (other.argument(0).find('/') != std::string_view::npos) return true;
            bool const is_of_accounts = other.program.starts_with("user")
                                        || other.program.starts_with("group")
                                        || other.program.starts_with("del");
            // Which account it takes may be for the shell to find out.
            if (std::ranges::find(changers, other.program) != std::ranges::end(changers))
                return true;
            auto const speaks = [&](model::Argument const& word) {
                auto const text = word.raw.text();
                if (is_of_accounts && text == name) return true;
                return std::ranges::any_of(
                    files, [&](std::string_view file) { return text.find(file) != text.npos; });
            };
            if (std::ranges::any_of(other.arguments, speaks)) return true;
        }
    }
    return false;
}

void check(Command const& command, Pass& pass) {
    if (command.use != model::Use::run || pass.stage() == nullptr || pass.is_trigger()) return;
    // chroot and its like run it in another system.
    constexpr int plain =
        model::wrapper_sudo | model::wrapper_env | model::wrapper_exec | model::wrapper_shell;
    if ((command.wrappers & ~plain) != 0) return;
    if (command.is_conditional || command.can_fail_unseen || command.arguments.empty()) return;
    if (command.follower == model::Connector::disjunction) return;
    auto const& root = pass.stage()->root();
    if (root.kind != model::Reference::Kind::image || root.known_image == nullptr) return;
    auto const number = number_of(command);
    if (number.empty() || allows_two(command) || !pass.may_look_around()) return;
    auto const account = knowledge::numbered_account_of(model::name_of(root.image), root.image.tag,
                                                        root.known_image->family);
    if (!account || account->number != number) return;
    if (may_be_gone(command, account->name, pass)) return;
    bool const is_busybox = root.known_image->family == knowledge::ImageFamily::alpine;
    auto const removal = std::string(is_busybox ? "deluser --remove-home " : "userdel -r ")
                         + std::string(account->name);
    auto finding =
        pass.report(command.arguments.front().span, makes_group(command) ? group : user,
                    model::shown_name(root), number, account->name, command.program, removal);
    finding.related(root.span, "the base image");
}

}  // namespace

constinit Check const rule = on<check>().for_programs(" useradd adduser groupadd addgroup ");

}  // namespace dockcheck::rules::account_number_in_use
