// Finds docker-php-ext-install of extensions whose libraries nothing installs.
#include "rules/php/php-extension-without-library.hpp"

#include <algorithm>
#include <optional>
#include <string>

#include "analyzer/knowledge/php_extensions.hpp"
#include "analyzer/lint/pass.hpp"
#include "analyzer/model/base_image.hpp"
#include "analyzer/model/earlier_files.hpp"
#include "analyzer/model/packages.hpp"
#include "analyzer/model/php_releases.hpp"
#include "analyzer/model/word_list.hpp"
#include "analyzer/text/base_name.hpp"

namespace dockcheck::rules::php_extension_without_library {
namespace {

using knowledge::PhpExtension;
using knowledge::PhpReleases;

/// Calls with each word of a list.
template <typename Function>
bool any_word(std::string_view list, Function is_it) {
    while (!list.empty()) {
        auto const end = std::min(list.find(' '), list.size());
        if (is_it(list.substr(0, end))) return true;
        list.remove_prefix(std::min(end + 1, list.size()));
    }
    return false;
}

/// Packages of headers that bring none of the libraries that the table speaks of, in any release.
bool is_of_other_library(std::string_view package) {
    static constexpr model::WordTable others =
        " comerr-dev cyrus-sasl-dev dpkg-dev freetds-dev jpeg-dev krb5-dev libaio-dev "
        "libaspell-dev "
        "libc-dev libc6-dev libcurl4-gnutls-dev libcurl4-openssl-dev libedit-dev libevent-dev "
        "libexpat1-dev libgeoip-dev libgif-dev libhiredis-dev libjpeg-dev libjpeg-turbo-dev "
        "libjpeg62-turbo-dev libkrb5-dev libltdl-dev libmcrypt-dev libmemcached-dev libmsgpack-dev "
        "libncurses-dev libncurses5-dev libonig-dev libpcre2-dev libpcre3-dev libreadline-dev "
        "libsasl2-dev libsodium-dev libsqlite3-dev libssl-dev libvpx-dev libwebp-dev libxpm-dev "
        "libyaml-dev libz-dev linux-headers musl-dev oniguruma-dev openssl-dev pcre-dev pcre2-dev "
        "rabbitmq-c-dev readline-dev sqlite-dev unixodbc-dev yaml-dev zlib-dev zlib1g-dev curl-dev "
        "libldap2-dev libldap-dev openldap-dev libpng-dev libpng12-dev libicu-dev icu-dev "
        "libzip-dev "
        "libpq-dev libxml2-dev libxslt1-dev libxslt-dev libgmp-dev gmp-dev libbz2-dev bzip2-dev "
        "libc-client-dev imap-dev libtidy-dev tidyhtml-dev libpspell-dev aspell-dev libsnmp-dev "
        "net-snmp-dev libffi-dev freetype-dev libfreetype6-dev libfreetype-dev libgd-dev "
        "libmagickwand-dev imagemagick-dev libcurl3-dev libcurl4-nss-dev libmysqlclient-dev "
        "default-libmysqlclient-dev libmariadb-dev mariadb-dev postgresql-dev librabbitmq-dev "
        "libssh2-1-dev libgmp3-dev python3-dev apache2-dev ";
    return others.holds(package);
}

bool is_header_package(std::string_view package) {
    return package.ends_with("-dev") || package.ends_with("-devel");
}

/// True when a package may bring the headers.
bool may_bring(std::string_view package, PhpExtension const& extension) {
    if (package.find("nodejs") != package.npos || package == "npm") return false;
    if (is_header_package(package) && !is_of_other_library(package)) return true;
    return any_word(extension.words, [&](auto word) { return package.find(word) != package.npos; });
}

/// True for the tools that docker-php-ext-install itself asks for.
bool is_tools(model::Package const& package) {
    if (package.argument == nullptr) return false;
    auto const text = package.argument->raw.text();
    return text == "$PHPIZE_DEPS" || text == "${PHPIZE_DEPS}" || text == "\"$PHPIZE_DEPS\"";
}

bool may_bring(model::PackageCommand const& install, PhpExtension const& extension) {
    if (install.verb == model::Verb::other || !install.paths.empty()) return true;
    if (install.verb != model::Verb::install) return false;
    return std::ranges::any_of(install.packages, [&](model::Package const& package) {
        return package.name.empty() ? !is_tools(package) : may_bring(package.name, extension);
    });
}

/// Commands that install no library.
bool is_harmless(std::string_view program) {
    static constexpr model::WordTable programs =
        " : [ a2dismod a2enconf a2enmod a2ensite addgroup adduser apt-key apt-mark cat cd chgrp "
        "chmod chown command curl date docker-php-ext-configure docker-php-ext-enable "
        "docker-php-ext-install docker-php-source echo env exit export false getent grep groupadd "
        "groupmod head id ldconfig locale-gen ls mkdir nproc pear pecl printf pwd rm sed set sleep "
        "sort stat tee test touch tr true umask uname unset update-locale update-ca-certificates "
        "useradd usermod wget which gpg dpkg-reconfigure ";
    return programs.holds(program);
}

bool may_bring(model::Build const& build, model::Command const& command,
               PhpExtension const& extension) {
    if (command.arguments.empty()) return false;
    // What is read from somewhere nobody sees.
    if ((command.wrappers & model::wrapper_xargs) != 0) return true;
    auto const& install = model::package_command(command, build.arena());
    switch (install.manager) {
        case model::Manager::apt:
        case model::Manager::apk:
            return may_bring(install, extension);
        case model::Manager::none:
            return command.argument(0) != command.program || !is_harmless(command.program);
        case model::Manager::npm:
        case model::Manager::yarn:
        case model::Manager::pnpm:
        case model::Manager::composer:
        case model::Manager::pip:
        case model::Manager::gem:
            return false;
        default:
            return true;
    }
}

/// True for a COPY that may bring headers.
bool may_bring_headers(model::Transfer const& transfer) {
    auto const target = model::target_of(transfer);
    if (target.empty()) return true;
    static constexpr std::string_view all_folders[] = {
        "/usr/include", "/usr/lib", "/usr/local/include", "/usr/local/lib", "/lib", "/opt"};
    bool const is_above = std::ranges::any_of(
        all_folders, [&](auto folder) { return model::is_at_or_below(folder, target); });
    if (!is_above) {
        return std::ranges::any_of(
            all_folders, [&](auto folder) { return model::is_at_or_below(target, folder); });
    }
    return std::ranges::any_of(transfer.sources, [](model::Transfer::Source const& source) {
        auto const name = base_name(source.value.text_or_empty());
        return name.find('.', 1) == name.npos;
    });
}

/// True when anything in front of a command may bring the headers of an extension.
bool may_be_there(Pass const& pass, model::Command const& before, PhpExtension const& extension) {
    auto limit = pass.build().position_of(*before.instruction);
    for (auto const* stage = pass.stage(); stage != nullptr; stage = stage->parent) {
        if (stage->is_windows || !stage->triggered.instructions.empty()) return true;
        for (auto const& command : stage->commands) {
            if (command.use != model::Use::run) continue;
            auto const position = pass.build().position_of(*command.instruction);
            if (position > limit) break;
            if (position == limit && command.sequence >= before.sequence) break;
            if (may_bring(pass.build(), command, extension)) return true;
        }
        for (auto const& transfer : stage->transfers) {
            if (transfer.position < limit && may_bring_headers(transfer)) return true;
        }
        limit = model::Variables::end;
    }
    return false;
}

/// What one or several commands lack.
struct Lack {
    std::string extensions;
    std::string packages;
    std::size_t count = 0;
    model::Argument const* first = nullptr;
};

void add_once(std::string& list, std::string_view item, std::string_view separator) {
    auto const padded = std::string(separator) + list + std::string(separator);
    auto const wanted = std::string(separator) + std::string(item) + std::string(separator);
    if (padded.find(wanted) != padded.npos) return;
    if (!list.empty()) list += separator;
    list += item;
}

void look_at(Pass const& pass, model::Command const& command, PhpReleases releases, Lack& lack) {
    if (command.is_conditional || command.can_fail_unseen
        || command.follower == model::Connector::disjunction
        || command.connector == model::Connector::disjunction)
        return;
    bool const is_alpine =
        pass.stage()->root().known_image->family == knowledge::ImageFamily::alpine;
    // There are fewer extensions than that.
    constexpr std::size_t most = 100;
    for (auto const& argument :
         command.arguments.subspan(1).first(std::min(most, command.arguments.size() - 1))) {
        auto const name = argument.value.text_or_empty();
        auto const extension = knowledge::php_extension(name, releases);
        if (extension.words.empty() || may_be_there(pass, command, extension)) continue;
        if (lack.first == nullptr) lack.first = &argument;
        ++lack.count;
        add_once(lack.extensions, name, ", ");
        any_word(is_alpine ? extension.alpine : extension.debian, [&](auto package) {
            add_once(lack.packages, package, " ");
            return false;
        });
    }
}

/// True when a RUN has files of another place in it.
bool binds(ast::Run const& run) {
    return std::ranges::any_of(run.mounts, [](ast::Mount const& mount) {
        auto const* const type = mount.find("type");
        return type == nullptr || type->value.text() == "bind";
    });
}

void check(ast::Run const& run, Pass& pass) {
    auto const* stage = pass.stage();
    if (stage == nullptr || pass.is_trigger() || binds(run)) return;
    auto const& root = stage->root();
    bool const is_php = root.kind == model::Reference::Kind::image && root.known_image != nullptr
                        && root.known_image->name == "php";
    if (!is_php || !pass.build().may_hold(std::string_view("docker-php-ext-install"))) return;
    auto const releases = model::php_releases(root);
    if (!releases || pass.build().may_hold(std::string_view("install-php-ext"))) return;
    Lack lack;
    for (auto const& command : stage->commands_of(pass.instruction())) {
        if (command.program != "docker-php-ext-install") continue;
        if (!pass.may_look_around()) return;
        look_at(pass, command, *releases, lack);
    }
    if (lack.first == nullptr) return;
    auto const image = model::shown_name(root);
    if (lack.count == 1) {
        pass.report(lack.first->span, one, lack.extensions, image, lack.packages);
    } else {
        pass.report(lack.first->span, several, lack.extensions, image, lack.packages);
    }
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::php_extension_without_library
