// Finds package commands and repositories that take packages from anybody.
#include "rules/packages/package-signature-verification-disabled.hpp"

#include <algorithm>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/package_caches.hpp"
#include "analyzer/model/package_settings.hpp"

namespace dockcheck::rules::package_signature_verification_disabled {
namespace {

using model::Argument;
using model::Manager;

struct Switch {
    std::string_view manager;  ///< value of the option
    std::string_view word;
};

constexpr Switch switches[] = {
    {"apk", "--allow-untrusted"},
    {"apt", "--allow-unauthenticated"},
    {"apt", "--force-yes"},
    {"apt", "--allow-insecure-repositories"},
    {"dnf", "--nogpgcheck"},
    {"dnf", "--no-gpgchecks"},
    {"zypper", "--no-gpg-checks"},
    {"zypper", "--no-gpgcheck"},
    {"rpm", "--nosignature"},
    {"rpm", "--nodigest"},
    {"rpm", "--noverify"},
    {"rpm", "--nofiledigest"},
    {"rpm", "--nogpg"},
};

/// Names of settings that switch the check of apt off when they are true.
constexpr std::string_view apt_settings[] = {"AllowUnauthenticated", "AllowInsecureRepositories"};

std::string_view manager_name(model::Command const& command) {
    if (command.program == "rpm") return "rpm";
    switch (model::manager_of(command)) {
        case Manager::apt:
            return "apt";
        case Manager::apk:
            return "apk";
        case Manager::dnf:
        case Manager::yum:
        case Manager::microdnf:
            return "dnf";
        case Manager::zypper:
            return "zypper";
        default:
            return {};
    }
}

bool is_true(std::string_view text) {
    return text.ends_with("=true") || text.ends_with("=1") || text.ends_with("=yes");
}

/// gpgcheck=0 in a word, as an option or as a line of a repository's file; not repo_gpgcheck.
bool switches_gpgcheck_off(std::string_view text) {
    constexpr std::string_view setting = "gpgcheck=";
    for (auto at = text.find(setting); at != text.npos; at = text.find(setting, at + 1)) {
        bool const is_other = at > 0 && text[at - 1] == '_';
        auto const value = text.substr(at + setting.size());
        bool const is_off =
            value.starts_with('0') || value.starts_with("False") || value.starts_with("false");
        if (!is_other && is_off) return true;
    }
    return false;
}

/// deb [trusted=yes] of a repository that is not on this machine.
bool trusts_anybody(std::string_view text) {
    auto const at = text.find("trusted=yes");
    if (at == text.npos) return false;
    auto const open = text.rfind('[', at);
    auto const close = text.find(']', at);
    if (open == text.npos || close == text.npos || text.substr(0, open).find("deb") == text.npos) {
        return false;
    }
    auto const address = text.find_first_not_of(' ', close + 1);
    return address == text.npos || !text.substr(address).starts_with("file:");
}

/// The word that switches the check off, or nullptr.
Argument const* find_switch(model::Command const& command, std::string_view manager) {
    for (auto const& argument : command.arguments) {
        auto const text = argument.value.text_or_empty();
        bool const is_switch =
            text.starts_with("--") && std::ranges::any_of(switches, [&](Switch const& row) {
                return row.manager == manager && row.word == text;
            });
        bool const is_setting =
            manager == "apt" && is_true(text) && std::ranges::any_of(apt_settings, [&](auto name) {
                return text.find(name) != text.npos;
            });
        if (is_switch || is_setting) return &argument;
        if (manager == "dnf" && switches_gpgcheck_off(text)) return &argument;
    }
    return nullptr;
}

/// Commands that write a repository's file or change its settings.
bool writes_files(std::string_view program) {
    static constexpr std::string_view writers[] = {"echo", "printf",  "yum-config-manager",
                                                   "sed",  "crudini", "add-apt-repository"};
    return std::ranges::find(writers, program) != std::ranges::end(writers);
}

/// The index that the repository signs has a digest of each package.
bool checks_index(std::string_view text) {
    return text.find("repo_gpgcheck=1") != text.npos
           || text.find("repo_gpgcheck=true") != text.npos;
}

Argument const* find_written_switch(model::Command const& command) {
    for (auto const& argument : command.arguments) {
        auto const text = argument.raw.text();
        // sed 's/gpgcheck=0/gpgcheck=1/' switches it on.
        bool const turns_on = command.program == "sed" && text.rfind("gpgcheck=1") != text.npos
                              && text.rfind("gpgcheck=1") > text.rfind("gpgcheck=0");
        bool const is_off = switches_gpgcheck_off(text) && !turns_on && !checks_index(text);
        if (is_off || trusts_anybody(text)) return &argument;
    }
    return nullptr;
}

/// The same RUN has checked a digest or a signature in front of the command.
bool is_checked_otherwise(model::Command const& command, Pass const& pass) {
    for (auto const& other : model::commands_beside(*pass.stage(), command)) {
        if (other.sequence >= command.sequence) return false;
        auto const program = other.program;
        bool const is_digest = program.ends_with("sum") || program == "shasum";
        bool const is_signature = program.starts_with("gpg") || program == "cosign"
                                  || program == "minisign" || program == "rpmkeys";
        bool const checks = std::ranges::any_of(other.arguments, [](Argument const& argument) {
            auto const text = argument.value.text_or_empty();
            return text == "-c" || text == "--check" || text == "--verify" || text == "verify"
                   || text == "--checksig";
        });
        if (program == "gpgv" || ((is_digest || is_signature) && checks)) return true;
    }
    return false;
}

bool is_query(model::Command const& command) {
    if (command.program != "rpm") return false;
    auto const mode = command.argument(1);
    return mode.starts_with("-q") || mode == "--query" || mode.starts_with("-e")
           || mode == "--erase" || mode.starts_with("-V") || mode == "--import";
}

bool installs_local_files_only(model::PackageCommand const& install) {
    return install.verb == model::Verb::install && install.packages.empty()
           && !install.paths.empty();
}

/// What is removed has been checked before, and an index brings no package into the image, nor does
/// `apk index` over packages that were made here; what apt accepts in its index it installs later.
bool brings_nothing(model::PackageCommand const& asked, std::string_view word) {
    if (asked.manager == Manager::apk && asked.verb == model::Verb::other) return true;
    if (asked.verb == model::Verb::remove || asked.verb == model::Verb::clean) return true;
    return asked.verb == model::Verb::update
           && (word == "--force-yes" || word == "--allow-unauthenticated");
}

bool takes_unsigned_lists(std::string_view word) {
    return word == "--allow-insecure-repositories"
           || word.find("AllowInsecureRepositories") != std::string_view::npos;
}

/// The place for the key depends on the manager; apk --root looks for it below its root.
Reported report(Argument const& word, std::string_view manager, model::PackageCommand const& asked,
                Pass& pass) {
    auto const text = word.value.text_or_empty();
    if (manager == "apt" && takes_unsigned_lists(text)) {
        // Packages of them are still refused: apt-secure(8).
        return pass.report(word.span, unsigned_lists, text).severity(Severity::warning);
    }
    if (manager == "apt") return pass.report(word.span, disabled_apt, text);
    bool const has_root = asked.has_option("--root") || asked.has_option("-p");
    if (manager != "apk") return pass.report(word.span, disabled, text);
    if (!has_root || asked.has_option("--keys-dir")) {
        return pass.report(word.span, disabled_apk, text);
    }
    return pass.report(word.span, disabled_apk_root, text);
}

/// True where the releases without support are: the keys that signed them have expired.
bool names_archive(Pass const& pass) {
    auto const text = pass.text(pass.instruction().span);
    return text.find("archive.debian.org") != text.npos
           || text.find("old-releases.ubuntu.com") != text.npos;
}

void check(model::Command const& command, Pass& pass, Options const& options) {
    if (command.use != model::Use::run || pass.stage() == nullptr) return;
    auto const manager = manager_name(command);
    auto const is_chosen = [&](std::string_view name) {
        return std::ranges::find(options.managers, name) != options.managers.end();
    };
    if (manager.empty() && writes_files(command.program)) {
        auto const* word = find_written_switch(command);
        if (word == nullptr) return;
        bool const is_apt = word->raw.text().find("trusted=yes") != std::string_view::npos;
        if (!is_chosen(is_apt ? "apt" : "dnf")) return;
        auto reported = pass.report(word->span, repository);
        if (is_apt && names_archive(pass)) reported.severity(Severity::warning);
        return;
    }
    auto const* word = manager.empty() ? nullptr : find_switch(command, manager);
    if (word == nullptr || !is_chosen(manager)) return;
    auto const& asked = model::package_command(command, pass.build().arena());
    if (brings_nothing(asked, word->value.text_or_empty())) return;
    bool const is_local = installs_local_files_only(asked) || command.program == "rpm";
    if (is_local && options.allow_local_files) return;
    auto reported = report(*word, manager, asked, pass);
    bool const has_files = is_local || !asked.paths.empty();
    bool const is_harmless =
        is_query(command) || (has_files && is_checked_otherwise(command, pass));
    if (is_harmless) reported.severity(Severity::info);
}

/// A repository's file in a heredoc of COPY or RUN.
void check_heredocs(ast::Instruction const& instruction, Pass& pass, Options const& options) {
    for (auto const& heredoc : instruction.heredocs) {
        std::size_t begin = 0;
        while (begin < heredoc.body.size()) {
            auto const end = std::min(heredoc.body.find('\n', begin), heredoc.body.size());
            auto const line = heredoc.body.substr(begin, end - begin);
            bool const is_apt = line.starts_with("deb") && trusts_anybody(line);
            bool const is_rpm = line.starts_with("gpgcheck=") && switches_gpgcheck_off(line)
                                && !checks_index(heredoc.body);
            auto const name = is_apt ? "apt" : "dnf";
            bool const is_chosen =
                std::ranges::find(options.managers, name) != options.managers.end();
            if ((is_apt || is_rpm) && is_chosen) {
                auto const at = heredoc.body_span.begin + static_cast<std::uint32_t>(begin);
                pass.report({at, at + static_cast<std::uint32_t>(line.size())}, repository);
            }
            begin = end + 1;
        }
    }
}

}  // namespace

constinit Check const rule =
    on<check, check_heredocs>()
        .for_programs(" rpm echo printf yum-config-manager sed crudini add-apt-repository ")
        .for_managers(Manager::apt, Manager::apk, Manager::dnf, Manager::yum, Manager::microdnf,
                      Manager::zypper);

}  // namespace dockcheck::rules::package_signature_verification_disabled
