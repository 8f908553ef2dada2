// Finds images that run as root because nobody said anything else.
#include "rules/users/missing-user.hpp"

#include <algorithm>
#include <optional>

#include "analyzer/image/image.hpp"
#include "analyzer/knowledge/accounts.hpp"
#include "analyzer/lint/pass.hpp"
#include "analyzer/model/base_image.hpp"
#include "analyzer/model/image_use.hpp"
#include "analyzer/model/privileges.hpp"
#include "analyzer/model/stage_purpose.hpp"

namespace dockcheck::rules::missing_user {
namespace {

bool runs_as_root(model::RuntimeConfig const& config, Options const& options) {
    auto const& user = config.user;
    if (user.is_unknown()) {
        return user.origin.kind == model::Origin::Kind::unknown_base
               && options.unknown_base == "assume-root";
    }
    if (user.origin.kind == model::Origin::Kind::instruction) return false;
    auto const name = user.value.text_or_empty();
    return user.is_absent() || name.empty() || name == "root" || name == "0";
}

/// True when a COPY --chown or a chown gives files to the account: it is meant to run the program.
bool owns_something(model::Stage const& last, std::string_view name) {
    constexpr std::size_t most = 1000;
    auto const is_owner = [name](std::string_view owner) {
        return !name.empty() && owner.substr(0, owner.find(':')) == name;
    };
    for (auto const* stage = &last; stage != nullptr; stage = stage->parent) {
        auto const commands = stage->commands.first(std::min(stage->commands.size(), most));
        auto const transfers = stage->transfers.first(std::min(stage->transfers.size(), most));
        bool const is_given = std::ranges::any_of(transfers, [&](auto const& transfer) {
            auto const* flag = transfer.instruction->flag("chown");
            return flag != nullptr && is_owner(flag->value.text());
        });
        if (is_given || std::ranges::any_of(commands, [&](model::Command const& command) {
                return command.program == "chown"
                       && (is_owner(command.argument(1)) || is_owner(command.argument(2)));
            })) {
            return true;
        }
    }
    return false;
}

/// The one account that the stage makes, by a command that ends in its name; empty for none, for
/// several, and for one that gets no files.
std::string_view account_made_by(model::Stage const& last) {
    constexpr std::size_t most = 1000;
    std::string_view found;
    for (auto const* stage = &last; stage != nullptr; stage = stage->parent) {
        for (auto const& command : stage->commands.first(std::min(stage->commands.size(), most))) {
            if (command.program != "useradd" && command.program != "adduser") continue;
            auto const name = command.argument(command.arguments.size() - 1);
            bool const is_name =
                name.size() > 1 && name.front() != '-'
                && name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_-") == name.npos;
            if (!is_name || !found.empty() || command.is_conditional) return {};
            found = name;
        }
    }
    return owns_something(last, found) ? found : std::string_view{};
}

/// True when the stage makes accounts: whether they are for its program another rule says. That
/// leaves alone those with a shell, which are for people; where a port tells of a server this one
/// speaks.
bool makes_account(model::Stage const& last) {
    constexpr std::size_t most = 1000;
    for (auto const* stage = &last; stage != nullptr; stage = stage->parent) {
        auto const commands = stage->commands.first(std::min(stage->commands.size(), most));
        bool const is_server = !last.config.ports.empty();
        if (std::ranges::any_of(commands, [&](model::Command const& command) {
                return (command.program == "useradd" || command.program == "adduser")
                       && !(is_server && model::has_login_shell(command));
            })) {
            return true;
        }
    }
    return false;
}

/// Images of .NET 8 and later have an account, whose number is in APP_UID (learn.microsoft.com,
/// "Secure your .NET containers").
bool has_account_variable(model::Reference const& root) {
    constexpr std::string_view images = "mcr.microsoft.com/dotnet/";
    if (root.kind != model::Reference::Kind::image) return false;
    auto const name = root.value.text_or_empty();
    auto const tag = root.image.tag;
    auto const major = tag.substr(0, tag.find_first_not_of("0123456789"));
    bool const is_late = major.size() > 1 || major == "8" || major == "9";
    return name.starts_with(images) && name.find("framework") == name.npos && is_late;
}

std::optional<knowledge::Account> account_of(model::Reference const& root) {
    if (root.kind != model::Reference::Kind::image || !root.value.is_known()) return std::nullopt;
    auto const* const known = root.known_image;
    auto const family = known == nullptr ? knowledge::ImageFamily::unknown : known->family;
    return knowledge::account_of(model::name_of(root.image), family);
}

void check(model::RuntimeConfig const& config, Pass& pass, Options const& options) {
    auto const* stage = pass.stage();
    if (stage->from == nullptr || stage->is_windows || model::has_onbuild(*stage)) return;
    if (!runs_as_root(config, options)) return;
    auto const privileges = model::privileges_of(pass.build(), *stage);
    bool const assumed = config.user.is_unknown() && privileges == model::Privileges::unknown;
    if (privileges != model::Privileges::kept && !assumed) return;
    auto const* const image = pass.build().image();
    bool const knows_steps = image == nullptr || !image->history.value.empty();
    // Those who start a tool say as whom it runs. Of an image nobody tells whether it is one.
    if (image == nullptr && model::may_be_tool(config)) return;
    // So do those built upon the image.
    if (knows_steps
        && (model::starts_nothing_own(*stage) || model::brings_root_daemon(*stage)
            || model::brings_account_changer(*stage))) {
        return;
    }
    if (image != nullptr) {
        pass.report(config.user.origin.place, in_image);
        return;
    }
    // Who develops in a container writes to a mount, and others never get to it.
    if (model::is_for_development(pass.build(), *stage)) return;
    if (model::service_chooses_user(pass.build(), *stage)) return;
    auto const& root = stage->root();
    if (auto const own = account_made_by(*stage); !own.empty()) {
        pass.report(stage->from->image.span, own_account, model::shown_name(root), own);
        return;
    }
    if (makes_account(*stage)) return;
    if (has_account_variable(root)) {
        pass.report(stage->from->image.span, with_variable, model::shown_name(root));
        return;
    }
    auto const account = account_of(root);
    if (account) {
        pass.report(stage->from->image.span, with_account, model::shown_name(root), account->number,
                    account->name);
        return;
    }
    pass.report(stage->from->image.span, missing, model::shown_name(root));
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::missing_user
