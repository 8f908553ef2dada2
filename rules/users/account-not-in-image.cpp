// Finds names of accounts that neither the base image nor anything in front brings.
#include "rules/users/account-not-in-image.hpp"

#include <algorithm>

#include "analyzer/knowledge/accounts.hpp"
#include "analyzer/lint/pass.hpp"
#include "analyzer/model/base_image.hpp"
#include "analyzer/model/paths.hpp"
#include "analyzer/model/word_list.hpp"

namespace dockcheck::rules::account_not_in_image {
namespace {

/// Images without an application of their own: their accounts are those of the distribution.
constexpr model::WordList plain_images = " debian ubuntu alpine python node golang ";
/// Accounts and groups of Debian's base-passwd and Alpine's alpine-baselayout, of all releases.
constexpr model::WordList accounts_of_system =
    " root daemon bin sys sync games man lp mail news uucp proxy www-data backup list irc gnats "
    "nobody nogroup _apt adm shutdown halt operator postmaster cron ftp sshd at squid xfs postgres "
    "cyrus vpopmail ntp smmsp guest svn ubuntu tty disk kmem dialout fax voice cdrom floppy tape "
    "sudo audio dip src shadow utmp video sasl plugdev staff users messagebus wheel input kvm "
    "systemd-network systemd-resolve systemd-timesync _ssh crontab ";
/// What makes no accounts, whatever it is given.
constexpr model::WordList harmless =
    " pip pip3 npm yarn pnpm corepack poetry uv go mkdir chmod chown chgrp rm touch echo "
    "printf set export true test [ cat ls curl wget git apt-mark ";

bool is_number(std::string_view text) {
    return text.find_first_not_of("0123456789") == std::string_view::npos;
}

/// True for an install of packages that are all known to bring programs and nothing else.
bool is_plain_install(model::Command const& command, std::string_view name, Arena& arena) {
    auto const manager = model::manager_of(command);
    if (manager != model::Manager::apt && manager != model::Manager::apk) return false;
    // What these bring is known: no server, which would have an account of its own.
    static constexpr model::WordList plain =
        " bash curl wget git ca-certificates gnupg unzip zip make gcc g++ build-essential "
        "build-base tzdata locales vim nano jq tini dumb-init ";
    // A package file may make any account: `apt-get install ./app.deb`.
    bool const takes_files =
        std::ranges::any_of(command.arguments.subspan(1), [](model::Argument const& word) {
            auto const text = word.value.known();
            return !text || text->find('/') != text->npos || text->ends_with(".deb")
                   || text->ends_with(".apk");
        });
    if (takes_files) return false;
    auto const& asked = model::package_command(command, arena);
    return std::ranges::all_of(asked.packages, [&](model::Package const& package) {
        return package.name != name && plain.holds(package.name);
    });
}

bool may_make_account(model::Command const& command, std::string_view name, Arena& arena) {
    if (command.use != model::Use::run) return false;
    if (command.program.empty() || command.argument(0) != command.program) return true;
    if (command.follower == model::Connector::pipe) return true;
    return !harmless.holds(command.program) && !is_plain_install(command, name, arena);
}

/// True for words that speak of accounts, in whatever command.
bool speaks_of_accounts(std::string_view text) {
    static constexpr std::string_view all_words[] = {"user", "passwd", "/etc"};
    return std::ranges::any_of(all_words,
                               [&](std::string_view word) { return text.find(word) != text.npos; });
}

/// True for a useradd or the like that makes certain accounts and groups, not that one.
bool makes_others(model::Command const& command, std::string_view name) {
    static constexpr model::WordList makers = " useradd adduser groupadd addgroup ";
    if (!makers.holds(command.program) || command.argument(0) != command.program) return false;
    if (command.follower == model::Connector::pipe || !command.redirections.empty()) return false;
    return std::ranges::all_of(command.arguments.subspan(1), [&](model::Argument const& word) {
        auto const text = word.value.known();
        return text && text->find(name) == text->npos;
    });
}

/// True when something of a RUN speaks of accounts, apart from commands that make others.
bool may_speak_of_account(model::Stage const& stage, ast::Instruction const& run,
                          std::string_view name, Pass const& pass) {
    std::uint32_t begin = run.whole.begin;
    for (auto const& command : stage.commands_of(run)) {
        if (!makes_others(command, name) || command.span.begin < begin) continue;
        if (speaks_of_accounts(pass.text({begin, command.span.begin}))) return true;
        begin = command.span.end;
    }
    return speaks_of_accounts(pass.text({begin, run.whole.end}));
}

/// True when the destination may be /etc, something above it or a file in it.
bool may_bring_accounts(model::Transfer const& transfer) {
    auto const target = transfer.target.known();
    if (!target || transfer.is_add) return true;
    auto const path = model::clean_path(*target);
    return path == "/" || path == "/etc" || path.starts_with("/etc/");
}

bool is_made(model::Stage const& stage, std::uint32_t position, std::string_view name,
             Pass const& pass) {
    if (!stage.triggered.instructions.empty()) return true;
    for (auto const& instruction : stage.instructions) {
        if (pass.build().position_of(instruction) >= position) break;
        if (instruction.is_faulty || instruction.keyword == ast::Keyword::unknown) return true;
        if (instruction.keyword != ast::Keyword::run) continue;
        if (may_speak_of_account(stage, instruction, name, pass)) return true;
        if (instruction.flag("mount") != nullptr) return true;
        auto const commands = stage.commands_of(instruction);
        if (commands.empty()) return true;
        auto& arena = pass.build().arena();
        bool const makes = std::ranges::any_of(commands, [&](model::Command const& command) {
            return !makes_others(command, name) && may_make_account(command, name, arena);
        });
        if (makes) return true;
    }
    return std::ranges::any_of(stage.transfers, [&](model::Transfer const& transfer) {
        return transfer.position < position && may_bring_accounts(transfer);
    });
}

/// True when the account is certainly not there.
bool is_missing(std::string_view name, Pass const& pass) {
    if (name.empty() || is_number(name) || accounts_of_system.holds(name)) return false;
    auto const* const last = pass.stage();
    if (last == nullptr || last->is_windows || pass.is_trigger()) return false;
    auto const& root = last->root();
    if (root.kind != model::Reference::Kind::image || root.known_image == nullptr) return false;
    auto const image = model::name_of(root.image);
    if (!plain_images.holds(image) || !pass.may_look_around()) return false;
    auto const own = knowledge::account_of(image, root.known_image->family);
    if (own && own->name == name) return false;
    auto const position = pass.build().position_of(pass.instruction());
    for (auto const* stage = last; stage != nullptr; stage = stage->parent) {
        if (is_made(*stage, position, name, pass)) return false;
    }
    return true;
}

std::string_view account_in(std::string_view owner) { return owner.substr(0, owner.find(':')); }

void check_user(ast::User const& node, Pass& pass) {
    auto const text = pass.value(node.value).known();
    // Of several words another rule speaks.
    if (!text || text->find_first_of("$ \t") != text->npos) return;
    auto const name = account_in(*text);
    if (!is_missing(name, pass)) return;
    auto const& root = pass.stage()->root();
    pass.report(node.value.span, user, model::shown_name(root), name)
        .related(root.span, "the base image");
}

void check_owner(model::Transfer const& transfer, Pass& pass) {
    auto const* const flag = transfer.instruction->flag("chown");
    if (flag == nullptr || !flag->has_value) return;
    auto const text = flag->value.text();
    if (text.find('$') != text.npos) return;
    auto const name = account_in(text);
    if (!is_missing(name, pass)) return;
    auto const& root = pass.stage()->root();
    pass.report(flag->value_span, chown, model::shown_name(root), name)
        .related(root.span, "the base image");
}

}  // namespace

constinit Check const rule = on<check_user, check_owner>();

}  // namespace dockcheck::rules::account_not_in_image
