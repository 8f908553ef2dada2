// Finds images whose user is a name.
#include "rules/users/non-numeric-user.hpp"

#include <algorithm>
#include <string>

#include "analyzer/knowledge/accounts.hpp"
#include "analyzer/lint/pass.hpp"
#include "analyzer/model/base_image.hpp"
#include "analyzer/model/stage_purpose.hpp"
#include "analyzer/model/word_list.hpp"

namespace dockcheck::rules::non_numeric_user {
namespace {

/// How this Dockerfile makes an account.
struct Making {
    std::string_view program;  ///< useradd or adduser; empty where nothing makes it
    std::string_view number;   ///< as written, `$UID`; empty where none is given or it is none
};

bool is_number(std::string_view text) {
    return !text.empty() && text.find_first_not_of("0123456789") == text.npos;
}

/// The number that an option of useradd or adduser gives, as written.
std::string_view number_in(model::Command const& command) {
    constexpr std::string_view option = "--uid=";
    for (std::size_t i = 1; i < command.arguments.size(); ++i) {
        auto const word = command.argument(i);
        if (word.starts_with(option) && is_number(word.substr(option.size()))) {
            return word.substr(option.size());
        }
        bool const is_next =
            (word == "-u" || word == "--uid") && is_number(command.argument(i + 1));
        if (is_next) return command.arguments[i + 1].raw.text();
    }
    return {};
}

Making making_of(std::string_view name, model::Stage const& last) {
    for (auto const* stage = &last; stage != nullptr; stage = stage->parent) {
        for (auto const& command : stage->commands) {
            if (command.program != "useradd" && command.program != "adduser") continue;
            bool const names_it = std::ranges::any_of(command.arguments, [&](auto const& argument) {
                return argument.value.text_or_empty() == name;
            });
            if (names_it) return {command.program, number_in(command)};
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
    // Only Kubernetes asks for numbers.
    if (model::is_for_development(pass.build(), *pass.stage())) return;
    auto const* const context = pass.context();
    if (context != nullptr && context->is_for_compose_alone()) return;
    auto const [program, number] = making_of(account, *pass.stage());
    auto const& root = pass.stage()->root();
    auto const* const known = model::known_image(root);
    bool const is_image = root.kind == model::Reference::Kind::image && root.value.is_known();
    auto const family = known == nullptr ? knowledge::ImageFamily::unknown : known->family;
    auto const brought =
        is_image ? knowledge::account_of(model::name_of(root.image), family) : std::nullopt;
    if (number.empty() && brought && brought->name == account) {
        pass.report(user.origin.place, of_image, account, brought->number, model::shown_name(root));
    } else if (number.empty() && !program.empty()) {
        pass.report(user.origin.place, name_without_number, account, program);
    } else if (number.empty()) {
        pass.report(user.origin.place, name, account);
    } else {
        pass.report(user.origin.place, name_with_number, account, number);
    }
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::non_numeric_user
