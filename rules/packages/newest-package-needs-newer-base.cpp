// Finds installs of the newest gem, PECL extension or npm on images whose language is too old for
// it.
#include "rules/packages/newest-package-needs-newer-base.hpp"

#include <algorithm>
#include <string>

#include "analyzer/knowledge/newest_packages.hpp"
#include "analyzer/lint/pass.hpp"
#include "analyzer/model/base_image.hpp"
#include "analyzer/model/failing_step.hpp"
#include "analyzer/model/package_settings.hpp"
#include "analyzer/model/word_list.hpp"

namespace dockcheck::rules::newest_package_needs_newer_base {
namespace {

/// Something in front of the command may bring another release of the language.
bool may_have_other_release(model::Command const& command, Pass const& pass) {
    static constexpr std::string_view words[] = {"nvm",    "fnm",     "volta",      "asdf",
                                                 "mise",   "rvm",     "rbenv",      "ruby-install",
                                                 "chruby", "phpbrew", "nodesource", "nodenv"};
    static constexpr model::WordList switchers = " n ";
    auto const& build = pass.build();
    for (auto const word : words) {
        if (build.may_hold(word) && model::is_mentioned_before(build, *pass.stage(), command, word))
            return true;
    }
    auto const position = build.position_of(*command.instruction);
    for (auto const* part = pass.stage(); part != nullptr; part = part->parent) {
        for (auto const& transfer : part->transfers) {
            auto const target = transfer.target.text_or_empty();
            bool const is_elsewhere =
                transfer.from == nullptr || (part == pass.stage() && transfer.position > position);
            if (!is_elsewhere && (target.size() < 2 || target.starts_with("/usr"))) return true;
        }
        for (auto const& other : part->commands) {
            if (switchers.holds(other.program) || other.argument(1) == "n") return true;
        }
    }
    return false;
}

/// The tag of the official image of a language that the stage begins with; or empty.
std::string_view tag_of(std::string_view language, model::Command const& command,
                        Pass const& pass) {
    auto const& stage = *pass.stage();
    auto const& root = stage.root();
    bool const is_official = root.kind == model::Reference::Kind::image
                             && model::name_of(root.image) == language && !stage.is_windows;
    if (!is_official || !model::fails_the_build(stage, command)) return {};
    return root.image.tag;
}

bool has_option(model::Command const& command, model::WordList options) {
    return std::ranges::any_of(command.arguments, [&](model::Argument const& word) {
        auto const text = word.value.text_or_empty();
        return !word.value.is_known() || options.holds(text.substr(0, text.find('=')));
    });
}

/// Of some releases nobody knows the last version.
void finish(Reported finding, knowledge::NewestPackage const& package) {
    if (package.instead.empty())
        finding.help("take a newer image, or name a version that runs there");
}

/// `gem update --system` without a version.
void check_system(model::Command const& command, Pass& pass) {
    bool is_newest = false;
    for (auto const& word : command.arguments.subspan(2)) {
        auto const text = word.value.text_or_empty();
        if (text == "--system") {
            is_newest = true;
        } else if (!text.starts_with("-") || text.starts_with("--system=")) {
            return;
        }
    }
    if (!is_newest) return;
    auto const found =
        knowledge::newest_package("gem", "rubygems-update", tag_of("ruby", command, pass));
    if (found.newest.empty() || may_have_other_release(command, pass)) return;
    // A newer RubyGems takes the newest that runs.
    if (model::is_mentioned_before(pass.build(), *pass.stage(), command, "rubygems")) return;
    auto const image = model::shown_name(pass.stage()->root());
    auto const span = join(command.arguments.front().span, command.arguments.back().span);
    finish(pass.report(span, system, found.needs, found.newest, image, found.instead), found);
}

void check_gem(model::Command const& command, Pass& pass) {
    if (command.argument(1) == "update") return check_system(command, pass);
    static constexpr model::WordList others =
        " -v --version --conservative -f --force -l --local --prerelease --pre -g --file ";
    auto const& install = model::package_command(command, pass.build().arena());
    if (install.verb != model::Verb::install || has_option(command, others)) return;
    for (auto const& package : install.packages) {
        if (!package.version.empty()) continue;
        auto const found =
            knowledge::newest_package("gem", package.name, tag_of("ruby", command, pass));
        if (found.newest.empty() || may_have_other_release(command, pass)) continue;
        auto const& stage = *pass.stage();
        if (model::is_mentioned_before(pass.build(), stage, command, "rubygems")
            || model::is_mentioned_before(pass.build(), stage, command, "--system"))
            return;
        auto const image = model::shown_name(stage.root());
        finish(pass.report(package.argument->span, gem, package.name, found.needs, found.newest,
                           image, found.instead),
               found);
    }
}

void check_pecl(model::Command const& command, Pass& pass) {
    static constexpr model::WordList others =
        " -f --force -n --nodeps -r --register-only -B --nobuild -s --soft -O --offline ";
    if (command.argument(1) != "install" || has_option(command, others)) return;
    for (auto const& word : command.arguments.subspan(2)) {
        auto const name = word.value.text_or_empty();
        auto const found = knowledge::newest_package("pecl", name, tag_of("php", command, pass));
        if (found.newest.empty() || may_have_other_release(command, pass)) continue;
        auto const instead = std::string(name) + "-" + std::string(found.instead);
        auto const image = model::shown_name(pass.stage()->root());
        finish(pass.report(word.span, pecl, name, found.needs, found.newest, image, instead),
               found);
    }
}

void check_npm(model::Command const& command, Pass& pass) {
    static constexpr model::WordList others = " -f --force --dry-run --prefix ";
    auto const& install = model::package_command(command, pass.build().arena());
    bool const is_global = install.has_option("-g") || install.has_option("--global");
    if (install.verb != model::Verb::install || !is_global || has_option(command, others)) return;
    for (auto const& package : install.packages) {
        if (package.name != "npm" || (!package.version.empty() && package.version != "@latest"))
            continue;
        auto const found = knowledge::newest_package("npm", "npm", tag_of("node", command, pass));
        if (found.newest.empty() || may_have_other_release(command, pass)) return;
        pass.report(package.argument->span, npm, found.needs, found.newest,
                    model::shown_name(pass.stage()->root()), found.instead);
    }
}

void check(model::Command const& command, Pass& pass) {
    if (command.use != model::Use::run || pass.stage() == nullptr || pass.is_trigger()) return;
    if (command.arguments.size() < 3) return;
    if (command.program == "gem") return check_gem(command, pass);
    if (command.program == "npm") return check_npm(command, pass);
    check_pecl(command, pass);
}

}  // namespace

constinit Check const rule = on<check>().for_programs(" gem npm pecl ");

}  // namespace dockcheck::rules::newest_package_needs_newer_base
