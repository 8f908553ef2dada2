// Finds extensions that pecl builds and that nothing tells PHP to load.
#include "rules/php/pecl-extension-not-enabled.hpp"

#include <algorithm>
#include <string>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/base_image.hpp"
#include "analyzer/model/earlier_files.hpp"
#include "analyzer/model/package_settings.hpp"
#include "analyzer/model/word_list.hpp"
#include "analyzer/text/base_name.hpp"
#include "analyzer/text/without_case.hpp"

namespace dockcheck::rules::pecl_extension_not_enabled {
namespace {

/// The name in front of the version, in lower case; empty for what is no plain name of a package.
std::string package_of(model::Argument const& argument) {
    auto const text = argument.value.known();
    if (!text || text->starts_with('-')) return {};
    auto name = lower_case(text->substr(0, text->find('-')));
    bool const is_name =
        name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") == name.npos;
    return is_name ? name : std::string();
}

bool is_script(model::Command const& command) {
    static constexpr model::WordList runners = " sh bash ash make php source . ";
    if (command.program.empty()) return !command.arguments.empty();
    if (command.program.ends_with(".sh")) return true;
    if (command.argument(0).find('/') != std::string_view::npos
        && !command.argument(0).starts_with("/usr/"))
        return true;
    return runners.holds(command.program) && command.arguments.size() > 1
           && !command.argument(1).starts_with('-') && command.argument(1) != "install";
}

/// True when a command enables the extension, may do so, or runs a script that may.
bool may_enable(model::Command const& command, std::string_view package) {
    if (is_script(command)) return true;
    if (command.program != "docker-php-ext-enable" && command.program != "docker-php-ext-install")
        return false;
    return std::ranges::any_of(command.arguments.subspan(1), [&](model::Argument const& argument) {
        auto const text = argument.value.known();
        if (!text) return true;
        auto name = lower_case(*text);
        if (name.ends_with(".so")) name.resize(name.size() - 3);
        // pecl_http makes http, and ZendOpcache opcache.
        return !name.empty()
               && (package.find(name) != package.npos || name.find(package) != name.npos);
    });
}

/// True for a COPY that may bring settings of PHP.
bool may_bring_settings(model::Transfer const& transfer) {
    constexpr std::string_view folder = "/usr/local/etc/php";
    auto const target = model::target_of(transfer);
    if (target.empty()) return true;
    if (model::is_at_or_below(target, folder)) return true;
    if (!model::is_at_or_below(folder, target)) return false;
    // Above it, files do no harm, as far as their names tell that they are files.
    return std::ranges::any_of(transfer.sources, [](model::Transfer::Source const& source) {
        auto const name = base_name(source.value.text_or_empty());
        return name.find('.', 1) == name.npos;
    });
}

/// True when anything in the file may tell PHP to load the extension.
bool may_be_enabled(model::Build const& build, std::string_view package) {
    static constexpr std::string_view all_words[] = {
        ".ini",    "conf.d",       "extension=", "PHPRC",    "PHP_INI_SCAN_DIR", "php_ini",
        "PHP_INI", "install-php-", "config-set", "phpenmod", "zend_extension"};
    for (auto const word : all_words) {
        if (build.may_hold(word)) return true;
    }
    return std::ranges::any_of(build.stages(), [&](model::Stage const& stage) {
        return std::ranges::any_of(stage.commands,
                                   [&](auto const& command) {
                                       return command.use == model::Use::run
                                              && may_enable(command, package);
                                   })
               || std::ranges::any_of(stage.transfers, may_bring_settings);
    });
}

/// True for a command that certainly runs in an official image which is built for its own sake.
bool is_looked_at(model::Command const& command, Pass const& pass) {
    auto const* stage = pass.stage();
    if (command.use != model::Use::run || stage == nullptr || stage->is_windows) return false;
    if (command.is_conditional || command.can_fail_unseen
        || command.follower == model::Connector::disjunction)
        return false;
    if (pass.is_trigger() || stage->reach != model::Reach::final) return false;
    auto const& root = stage->root();
    return root.kind == model::Reference::Kind::image && root.known_image != nullptr
           && root.known_image->name == "php" && command.argument(1) == "install";
}

/// Debuggers are often loaded for one run alone, by php -d.
bool is_for_one_run(std::string_view package) { return package == "xdebug" || package == "pcov"; }

void check(model::Command const& command, Pass& pass) {
    if (!is_looked_at(command, pass)) return;
    // Their values look like names, and lists of names are read by xargs.
    if (model::has_word_with(command, "-D") || model::has_word_with(command, "--configureoptions"))
        return;
    if (pass.build().may_hold(std::string_view("xargs"))) return;
    auto const* context = pass.context();
    if (context != nullptr && context->may_be_composed()) return;
    for (auto const& argument : command.arguments.subspan(2)) {
        auto const package = package_of(argument);
        if (package.empty() || is_for_one_run(package) || !pass.may_look_around()) continue;
        if (may_be_enabled(pass.build(), package)) continue;
        pass.report(argument.span, missing, package);
    }
}

}  // namespace

constinit Check const rule = on<check>().for_programs(" pecl ");

}  // namespace dockcheck::rules::pecl_extension_not_enabled
