// Finds docker-php-ext-install of extensions that are not in the sources of the image's PHP.
#include "rules/php/php-extension-not-in-release.hpp"

#include <algorithm>
#include <string>

#include "analyzer/knowledge/images.hpp"
#include "analyzer/lint/pass.hpp"
#include "analyzer/model/base_image.hpp"
#include "analyzer/model/failing_step.hpp"
#include "analyzer/model/php_releases.hpp"
#include "analyzer/model/word_list.hpp"

namespace dockcheck::rules::php_extension_not_in_release {
namespace {

/// An extension that left PHP's sources (UPGRADING of each release).
struct Gone {
    std::string_view name;
    int release;  ///< the first without it, as 702
    std::string_view instead;
};

constexpr std::string_view use_mysqli = "use mysqli or pdo_mysql";
constexpr Gone all_gone[] = {
    {"ereg", 700, "use the functions of pcre, which is always there"},
    {"imap", 804, "pecl install imap && docker-php-ext-enable imap"},
    {"interbase", 704, "use pdo_firebird"},
    {"mcrypt", 702,
     "use openssl or sodium, which are there; or pecl install mcrypt && docker-php-ext-enable "
     "mcrypt"},
    {"mssql", 700, "use pdo_dblib"},
    {"mysql", 700, use_mysqli},
    {"oci8", 804, "pecl install oci8 && docker-php-ext-enable oci8"},
    {"pdo_oci", 804, "pecl install pdo_oci && docker-php-ext-enable pdo_oci"},
    {"pspell", 804, "pecl install pspell && docker-php-ext-enable pspell"},
    {"recode", 704, "use iconv or mbstring, which are there"},
    {"sybase_ct", 700, "use pdo_dblib"},
    {"wddx", 704, "use json, which is there"},
    {"xmlrpc", 800,
     "pecl install channel://pecl.php.net/xmlrpc-1.0.0RC3 && docker-php-ext-enable xmlrpc"},
};

/// Extensions of PECL that never were a part of PHP.
constexpr model::WordTable foreign_names =
    " amqp apcu event grpc igbinary imagick mailparse memcache memcached mongo mongodb msgpack "
    "oauth "
    "pcov pdo_sqlsrv protobuf rdkafka redis sqlsrv ssh2 swoole uuid xdebug yaml zmq ";

/// Tags that name a release of 5 or 7 alone are built no more: they stay at the last one.
int first_release(knowledge::PhpReleases const& releases) {
    if (releases.first == 700 && releases.last > 700) return 704;
    return releases.first;
}

std::string shown(int release) {
    return std::to_string(release / 100) + "." + std::to_string(release % 100);
}

/// True when something of the file may put sources beside those of PHP.
bool may_add_sources(model::Build const& build) {
    static constexpr std::string_view words[] = {"/usr/src", "docker-php-source", "src/php"};
    return std::ranges::any_of(
        words, [&](std::string_view word) { return !build.positions_with(word).empty(); });
}

void check(model::Command const& command, Pass& pass) {
    if (command.use != model::Use::run || pass.stage() == nullptr || pass.is_trigger()) return;
    auto const& root = pass.stage()->root();
    bool const is_php = root.kind == model::Reference::Kind::image && root.known_image != nullptr
                        && root.known_image->name == "php";
    if (!is_php || !model::fails_the_build(*pass.stage(), command)) return;
    auto const releases = model::php_releases(root);
    if (!releases) return;
    for (auto const& word : command.arguments.subspan(1)) {
        auto const name = word.value.text_or_empty();
        bool const is_foreign = foreign_names.holds(name);
        auto const left = std::ranges::find(all_gone, name, &Gone::name);
        bool const is_gone =
            left != std::end(all_gone) && first_release(*releases) >= left->release;
        if (!is_foreign && !is_gone) continue;
        if (may_add_sources(pass.build())) return;
        if (is_foreign) {
            pass.report(word.span, foreign, name).related(root.span, "the base image");
            continue;
        }
        pass.report(word.span, gone, name, shown(left->release), model::shown_name(root),
                    left->instead)
            .related(root.span, "the base image");
    }
}

}  // namespace

constinit Check const rule = on<check>().for_programs(" docker-php-ext-install ");

}  // namespace dockcheck::rules::php_extension_not_in_release
