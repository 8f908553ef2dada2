// Finds installs of Debian's PHP into the image php, which forbids it.
#include "rules/php/debian-php-in-php-image.hpp"

#include <algorithm>
#include <iterator>
#include <string>

#include "analyzer/knowledge/images.hpp"
#include "analyzer/knowledge/programs.hpp"
#include "analyzer/lint/pass.hpp"
#include "analyzer/model/base_image.hpp"
#include "analyzer/model/failing_step.hpp"
#include "analyzer/model/package_settings.hpp"
#include "analyzer/model/package_sources.hpp"

namespace dockcheck::rules::debian_php_in_php_image {
namespace {

using model::Command;

/// What may take the file away that keeps Debian's PHP out.
constexpr std::string_view words_of_preferences[] = {"no-*", "find /etc/apt", "preferences",
                                                     "no-debian-php", "dir::"};

/// The first versions whose images have that file (docker-library/php, commit dbd5d1e0 of
/// 2017-12-13, and the lists of tags at docker-library/official-images since): each for its own
/// release of PHP, the last one for all behind it.
constexpr std::string_view first_versions[] = {"5.6.32", "7.0.26", "7.1.12", "7.2"};

bool keeps_debian_out(dockerfile::ImageReference const& image) {
    auto const tag = model::tag_of(image);
    // Images on Debian 8 were given up before.
    if (tag.empty() || tag.find("jessie") != tag.npos) return false;
    bool const has_version = tag.front() >= '0' && tag.front() <= '9';
    // A digest may be that of any image that the tag has ever been.
    if (!image.digest.empty()) return has_version && knowledge::compare_versions(tag, "8") >= 0;
    if (!has_version) return true;
    for (auto const first : first_versions) {
        auto const release = first.substr(0, 3);
        // 7 and 7.1 are the newest of theirs.
        if (knowledge::compare_versions(tag, release) == 0) {
            return knowledge::compare_versions(tag, first) >= 0;
        }
    }
    return knowledge::compare_versions(tag, std::end(first_versions)[-1]) >= 0;
}

bool is_debian_php(model::Stage const& stage) {
    auto const& root = stage.root();
    return root.kind == model::Reference::Kind::image && root.known_image != nullptr
           && root.known_image->name == "php"
           && root.known_image->family == knowledge::ImageFamily::debian
           && keeps_debian_out(root.image);
}

/// gd of php-gd and php8.2-gd, where the image's own script compiles it; else empty.
std::string_view extension_of(std::string_view package) {
    static constexpr std::string_view extensions[] = {
        "bcmath",  "bz2",     "calendar",  "dba",     "enchant", "exif", "ffi",
        "gd",      "gettext", "gmp",       "imap",    "intl",    "ldap", "mysqli",
        "opcache", "pcntl",   "pdo_mysql", "pspell",  "shmop",   "snmp", "soap",
        "sockets", "sysvmsg", "sysvsem",   "sysvshm", "tidy",    "xsl",  "zip"};
    auto const dash = package.find('-');
    auto const name = dash == package.npos ? package : package.substr(dash + 1);
    return std::ranges::binary_search(extensions, name) ? name : std::string_view{};
}

Reported report(model::Package const& wanted, std::string_view image, Pass& pass) {
    auto const span = wanted.argument->span;
    auto const name = wanted.name;
    if (name == "composer") return pass.report(span, composer, image, name);
    if (!name.starts_with("php")) return pass.report(span, other, image, name);
    auto const by_script = extension_of(name);
    if (by_script.empty()) return pass.report(span, package, image, name);
    return pass.report(span, extension, image, name, by_script);
}

/// A package of Debian's PHP, or one that depends on some: neither is to be had there.
bool needs_debian_php(model::Package const& package) {
    auto const name = package.name;
    if (!package.version.empty() || name.find_first_of("*?^") != name.npos) return false;
    auto const text = package.argument->value.text_or_empty();
    if (text.find('/') != text.npos || text.ends_with('-')) return false;
    return name.starts_with("php") || name == "composer" || name.starts_with("libapache2-mod-php");
}

void check(Command const& command, Pass& pass) {
    if (command.use != model::Use::run || pass.stage() == nullptr || pass.is_trigger()) return;
    auto const& stage = *pass.stage();
    if (stage.is_windows || !is_debian_php(stage)) return;
    auto const& asked = model::package_command(command, pass.build().arena());
    if (asked.verb != model::Verb::install) return;
    if (std::ranges::none_of(asked.packages, needs_debian_php)) return;
    // `-o Dir::Etc::preferencesparts=/none`
    bool const has_settings = std::ranges::any_of(command.arguments, [](auto const& word) {
        return word.raw.text().find("Dir::") != std::string_view::npos;
    });
    if (has_settings) return;
    if (asked.has_option("-m") || asked.has_option("--ignore-missing")) return;
    if (!model::fails_the_build(stage, command) || !pass.may_look_around()) return;
    if (model::may_have_other_sources(pass.build(), stage, command, words_of_preferences)) return;
    auto const& root = stage.root();
    for (auto const& package : asked.packages) {
        if (!needs_debian_php(package)) continue;
        report(package, model::shown_name(root), pass).related(root.span, "the base image");
    }
}

}  // namespace

constinit Check const rule = on<check>().for_managers(model::Manager::apt);

}  // namespace dockcheck::rules::debian_php_in_php_image
