// Finds images whose user is a name.
#include "rules/users/non-numeric-user.hpp"

#include <algorithm>
#include <string>

#include "analyzer/knowledge/accounts.hpp"
#include "analyzer/lint/pass.hpp"
#include "analyzer/model/base_image.hpp"
#include "analyzer/model/word_list.hpp"

namespace dockcheck::rules::non_numeric_user {
namespace {

/// The number that a useradd or adduser of this Dockerfile gives to the name, or empty.
std::string_view number_of(std::string_view name, model::Stage const& last) {
    for (auto const* stage = &last; stage != nullptr; stage = stage->parent) {
        for (auto const& command : stage->commands) {
            if (command.program != "useradd" && command.program != "adduser") continue;
            bool names_it = false;
            std::string_view number;
            for (std::size_t i = 1; i < command.arguments.size(); ++i) {
                auto const word = command.argument(i);
                names_it = names_it || word == name;
                if (word == "-u" || word == "--uid") number = command.argument(i + 1);
                if (word.starts_with("--uid=")) number = word.substr(6);
                if (number.find_first_not_of("0123456789") != number.npos) number = {};
            }
            if (names_it && !number.empty()) return number;
        }
    }
    return {};
}

/// True for accounts that some release of the plain distributions has from the start.
bool is_of_distribution(std::string_view name) {
    return model::list_holds(
        " adm at backup bin cron cyrus daemon default ftp games gnats guest halt http irc list lp "
        "mail man messagebus network news nobody ntp operator polkitd postmaster proxy shutdown "
        "smmsp squid sshd sync sys systemd-network ubuntu uucp vpopmail www-data xfs _apt dbus "
        "systemd-coredump systemd-resolve systemd-timesync tss ",
        name);
}

/// True when neither the distribution nor anything of this Dockerfile can have made the account.
bool exists_nowhere(std::string_view name, model::Stage const& last) {
    static constexpr model::WordList bases = " alpine busybox debian ubuntu ";
    auto const& root = last.root();
    if (root.kind != model::Reference::Kind::image || is_of_distribution(name)) return false;
    if (!model::list_holds(bases, model::name_of(root.image))) return false;
    static constexpr model::WordList harmless =
        " : cd chmod chown cp echo export ln ls mkdir mv printf rm set sh test touch true wc [ ";
    for (auto const* stage = &last; stage != nullptr; stage = stage->parent) {
        if (!stage->transfers.empty() || !stage->triggered.instructions.empty()) return false;
        bool const is_harmless = std::ranges::all_of(stage->commands, [&](auto const& command) {
            if (command.use != model::Use::run) return true;
            bool const writes_table = std::ranges::any_of(
                command.redirections, [](model::Redirection const& redirection) {
                    return redirection.target.raw.text() == "/etc/passwd";
                });
            return model::list_holds(harmless, command.program) && !writes_table;
        });
        if (!is_harmless) return false;
    }
    return true;
}

void check(model::RuntimeConfig const& config, Pass& pass) {
    auto const& user = config.user;
    if (config.is_windows || !user.is_set()) return;
    if (user.origin.kind != model::Origin::Kind::instruction) return;
    auto const text = user.value.text_or_empty();
    auto const account = text.substr(0, text.find(':'));
    if (account.empty() || account == "root") return;
    if (account.find_first_not_of("0123456789") == std::string_view::npos) return;
    if (exists_nowhere(account, *pass.stage())) return;
    auto const number = number_of(account, *pass.stage());
    auto const& root = pass.stage()->root();
    auto const* const known = model::known_image(root);
    bool const is_image = root.kind == model::Reference::Kind::image && root.value.is_known();
    auto const family = known == nullptr ? knowledge::ImageFamily::unknown : known->family;
    auto const brought =
        is_image ? knowledge::account_of(model::name_of(root.image), family) : std::nullopt;
    if (number.empty() && brought && brought->name == account) {
        pass.report(user.origin.place, of_image, account, brought->number,
                    root.value.text_or_empty());
    } else if (number.empty()) {
        pass.report(user.origin.place, name, account);
    } else {
        pass.report(user.origin.place, name_with_number, account, number);
    }
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::non_numeric_user
