// Finds composer install of packages that ask for an extension which the image does not have.
#include "rules/php/composer-extension-not-in-image.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/base_image.hpp"
#include "analyzer/model/composer_lock.hpp"
#include "analyzer/model/late_files.hpp"
#include "analyzer/model/manifest_beside.hpp"
#include "analyzer/model/package_settings.hpp"
#include "analyzer/model/packages.hpp"
#include "analyzer/model/paths.hpp"
#include "analyzer/model/php_setup.hpp"
#include "analyzer/model/word_list.hpp"

namespace dockcheck::rules::composer_extension_not_in_image {
namespace {

/// Extensions that no official image of PHP is compiled with. Source: configure options in the
/// Dockerfiles of github.com/docker-library/php since PHP 7.0, and `php -m`; pecl.php.net.
bool is_never_in_image(std::string_view name) {
    static constexpr model::WordTable extensions =
        " amqp apcu bcmath bz2 calendar dba ds enchant event exif gd gearman gettext gmp grpc "
        "imagick "
        "imap intl ldap memcached mongodb mysqli oci8 pcntl pcov pdo_dblib pdo_mysql pdo_oci "
        "pdo_odbc "
        "pdo_pgsql pdo_sqlsrv pgsql protobuf pspell rdkafka redis snmp soap solr sqlsrv ssh2 "
        "swoole "
        "sysvmsg sysvsem sysvshm tidy uuid xdebug xsl yaml zip zmq ";
    return extensions.holds(name);
}

/// The commands that install it, as the image's documentation has them.
std::string installer_of(std::string_view name) {
    static constexpr model::WordTable own =
        " bcmath bz2 calendar dba enchant exif gd gettext gmp intl ldap mysqli pcntl pdo_dblib "
        "pdo_mysql pdo_odbc pdo_pgsql pgsql snmp soap sysvmsg sysvsem sysvshm tidy xsl zip ";
    auto const text = std::string(name);
    return own.holds(name) ? "docker-php-ext-install " + text
                           : "pecl install " + text + " && docker-php-ext-enable " + text;
}

/// Words or variables by which Composer looks at other files, or at no extension.
bool is_told_otherwise(Pass const& pass, model::Command const& command) {
    for (auto const& argument : command.arguments) {
        auto const text = argument.value.known();
        if (!text) return true;
        for (std::string_view const option :
             {"--ignore-platform", "--working-dir", "-d", "--dry-run"}) {
            if (text->starts_with(option)) return true;
        }
    }
    for (std::string_view const variable : {"COMPOSER_IGNORE", "COMPOSER=", "COMPOSER_NO_DEV"}) {
        if (model::is_mentioned_before(pass.build(), *pass.stage(), command, variable)) return true;
    }
    // `composer config platform.ext-gd 1`.
    return std::ranges::any_of(pass.stage()->commands, [](model::Command const& other) {
        return other.program == "composer" && other.argument(1) == "config";
    });
}

void check(model::Command const& command, Pass& pass) {
    auto const* stage = pass.stage();
    if (stage == nullptr || pass.context() == nullptr || pass.is_trigger()) return;
    auto const* image = model::known_image(stage->root());
    if (image == nullptr || image->name != "php" || command.program != "composer") return;
    auto const& install = model::package_command(command, pass.build().arena());
    if (install.verb != model::Verb::install || !install.installs_manifests) return;
    if (!model::needs_files_of_image(*stage, command) || is_told_otherwise(pass, command)) return;
    if (!pass.may_look_around()) return;
    auto const project =
        model::placed_manifest_beside(pass.build(), *stage, command, "composer.json");
    if (project.manifest == nullptr) return;
    auto const lock =
        pass.build().landing(command, model::clean_path(project.image_folder + "composer.lock"));
    if (lock.kind != model::Landing::Kind::context_file) return;
    auto const* source = pass.context()->read(lock.context_path);
    auto const* settings = pass.context()->read(project.path);
    if (source == nullptr || settings == nullptr) return;
    // The project says that something of it stands in for an extension.
    if (settings->bytes().find("\"provide\"") != std::string_view::npos) return;
    bool const with_development = !install.has_option("--no-dev");
    std::vector<std::string> told;
    for (auto const& request : model::extensions_of_lock(*source, with_development)) {
        if (!is_never_in_image(request.extension)) continue;
        if (std::ranges::find(told, request.extension) != told.end()) continue;
        told.push_back(request.extension);
        if (model::may_have_extension(pass.build(), *stage, command, request.extension)) continue;
        auto const place = join(command.arguments[0].span, command.arguments[1].span);
        auto const shown = pass.context()->shown(lock.context_path);
        auto const who = request.package.empty() ? std::string("the project") : request.package;
        pass.report(place, missing, who, request.extension, shown, model::shown_name(stage->root()),
                    installer_of(request.extension))
            .related(request.place, "asked for here");
        return;
    }
}

}  // namespace

constinit Check const rule = on<check>().for_managers(model::Manager::composer);

}  // namespace dockcheck::rules::composer_extension_not_in_image
