// Looking through commands and copies for an extension: what is not known to be harmless may bring
// it.
#include "analyzer/model/php_setup.hpp"

#include <algorithm>
#include <string>

#include "analyzer/model/earlier_files.hpp"
#include "analyzer/model/packages.hpp"
#include "analyzer/model/word_list.hpp"
#include "analyzer/text/without_case.hpp"

namespace dockcheck::model {
namespace {

/// Commands that install no extension.
bool installs_no_extension(std::string_view program) {
    static constexpr WordTable programs =
        " : [ a2dismod a2enconf a2enmod a2ensite addgroup adduser apt-key apt-mark cat cd chgrp "
        "chmod chown command composer cp curl date docker-php-ext-configure docker-php-source echo "
        "env exit export false getent git grep groupadd groupmod head id ldconfig ln locale-gen ls "
        "mkdir mv node nproc npm php printf pwd rm sed set sleep sort stat tee test touch tr true "
        "umask uname unset unzip update-ca-certificates update-locale useradd usermod wget which "
        "yarn ";
    return programs.holds(program);
}

/// True when a command may put an extension into the image.
bool may_install_extension(Command const& command, std::string_view extension, Arena& arena) {
    if (command.use != Use::run || command.arguments.empty()) return false;
    if ((command.wrappers & wrapper_xargs) != 0) return true;
    auto const may_be_meant = [&](Argument const& argument) {
        auto const text = argument.value.known();
        return !text || lower_case(*text).find(extension) != std::string::npos;
    };
    static constexpr WordList installers =
        " docker-php-ext-enable docker-php-ext-install install-php-extensions pecl pear pie ";
    if (installers.holds(command.program))
        return std::ranges::any_of(command.arguments.subspan(1), may_be_meant);
    auto const manager = manager_of(command);
    if (manager == Manager::apt || manager == Manager::apk) {
        auto const& install = package_command(command, arena);
        return std::ranges::any_of(install.packages, [](Package const& package) {
            auto const written =
                package.argument == nullptr ? std::string_view() : package.argument->raw.text();
            if (package.name.empty()) return written.find("PHPIZE_DEPS") == written.npos;
            return package.name.find("php") != package.name.npos;
        });
    }
    // A file of its own, or one that is handed to PHP.
    if (command.argument(0) != command.program && command.program != "composer") return true;
    if (command.program == "php") return !command.argument(1).starts_with("-r");
    return !installs_no_extension(command.program);
}

}  // namespace

bool may_have_extension(Build const& build, Stage const& stage, Command const& before,
                        std::string_view extension) {
    auto const limit = build.position_of(*before.instruction);
    for (auto const* part = &stage; part != nullptr; part = part->parent) {
        if (!part->triggered.instructions.empty() || part->may_set_more) return true;
        for (auto const& transfer : part->transfers) {
            auto const target = target_of(transfer);
            if (target.empty() || target == "/") return true;
            for (std::string_view const folder :
                 {"/usr/local/lib", "/usr/local/etc/php", "/usr/lib", "/etc/php"}) {
                if (is_at_or_below(target, folder) || is_at_or_below(folder, target)) return true;
            }
        }
        for (auto const& instruction : part->instructions) {
            if (build.position_of(instruction) > limit) break;
            if (instruction.keyword == ast::Keyword::run && part->commands_of(instruction).empty())
                return true;
        }
        for (auto const& command : part->commands) {
            auto const position = build.position_of(*command.instruction);
            bool const is_behind =
                position > limit || (position == limit && command.sequence >= before.sequence);
            if (!is_behind && may_install_extension(command, extension, build.arena())) return true;
        }
    }
    return false;
}

}  // namespace dockcheck::model
