// Finds the debugger of PHP in images that are not for debugging.
#include "rules/php/xdebug-in-final-image.hpp"

#include <algorithm>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/earlier_files.hpp"
#include "analyzer/model/packages.hpp"
#include "analyzer/model/stage_purpose.hpp"
#include "analyzer/text/without_case.hpp"

namespace dockcheck::rules::xdebug_in_final_image {
namespace {

/// xdebug, xdebug-3.4.0, php-xdebug, php8.4-xdebug, php84-pecl-xdebug, php-pecl-xdebug3.
bool is_xdebug(std::string_view name) {
    auto const at = name.find("xdebug");
    if (at == name.npos || name.find('/') != name.npos) return false;
    auto const front = name.substr(0, at);
    auto const rest = name.substr(at + 6);
    bool const is_version = rest.empty() || rest.find_first_not_of("0123456789.-=^~@") == rest.npos
                            || rest.starts_with('-') || rest.starts_with('@')
                            || rest.starts_with('=');
    return is_version && (front.empty() || front.starts_with("php"));
}

bool installs_extensions(std::string_view program) {
    return program == "docker-php-ext-install" || program == "docker-php-ext-enable"
           || program == "install-php-extensions" || program == "phpenmod";
}

/// The word of the command that brings Xdebug, or nullptr.
model::Argument const* xdebug_in(Pass const& pass, model::Command const& command) {
    bool const is_pecl = (command.program == "pecl" && command.argument(1) == "install");
    if (is_pecl || installs_extensions(command.program)) {
        for (auto const& word : command.arguments.subspan(1)) {
            if (is_xdebug(word.value.text_or_empty())) return &word;
        }
        return nullptr;
    }
    auto const& install = model::package_command(command, pass.build().arena());
    if (install.verb != model::Verb::install) return nullptr;
    if (install.manager < model::Manager::apt || install.manager > model::Manager::pacman) {
        return nullptr;
    }
    for (auto const& package : install.packages) {
        if (is_xdebug(package.name)) return package.argument;
    }
    return nullptr;
}

/// A later command takes it away or switches it off.
bool is_taken_away(Pass const& pass, model::Stage const& stage) {
    static constexpr std::string_view all_words[] = {
        "rm -f /usr/local/etc/php/conf.d/docker-php-ext-xdebug",
        "phpdismod",
        "xdebug.ini.dis",
        "XDEBUG_MODE=off",
        "uninstall xdebug",
        "xdebug.mode=off"};
    for (auto const word : all_words) {
        if (!pass.build().positions_with(word).empty()) return true;
    }
    auto const* mode = stage.config.find_environment("XDEBUG_MODE");
    return mode != nullptr && mode->value.text_or_empty() == "off";
}

/// True when one of the words of a text says development.
bool says_development(std::string_view text) {
    static constexpr std::string_view words[] = {"dev", "development", "developer", "developers"};
    auto const is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
    while (!text.empty()) {
        auto const begin = std::ranges::find_if(text, is_letter);
        auto const end = std::ranges::find_if_not(begin, text.end(), is_letter);
        std::string_view const word(begin, end);
        if (std::ranges::any_of(words, [&](auto one) { return equal_without_case(one, word); }))
            return true;
        text.remove_prefix(static_cast<std::size_t>(end - text.begin()));
    }
    return false;
}

/// The author says so in a comment above the RUN or in it, or by the name of the stage.
bool is_said_to_be_for_development(model::Command const& command, Pass const& pass) {
    auto const says = [](ast::Comment const& comment) { return says_development(comment.text); };
    auto const& run = *command.instruction;
    if (says_development(pass.stage()->name) || std::ranges::any_of(run.comments, says))
        return true;
    auto const comments = pass.build().file().comments;
    auto const first = std::ranges::lower_bound(comments, run.first_line, {}, &ast::Comment::line);
    for (auto at = first; at != comments.end() && at->line <= run.last_line; ++at) {
        if (says(*at)) return true;
    }
    return false;
}

void check(model::Command const& command, Pass& pass) {
    auto const* stage = pass.stage();
    if (command.use != model::Use::run || stage == nullptr || pass.is_trigger()) return;
    if (stage->reach != model::Reach::final || command.is_conditional) return;
    auto const* word = xdebug_in(pass, command);
    if (word == nullptr || model::is_for_development(pass.build(), *stage)) return;
    // One finding for the first of the commands.
    for (auto const& other : stage->commands) {
        if (&other == &command) break;
        if (other.use == model::Use::run && xdebug_in(pass, other) != nullptr) return;
    }
    if (is_taken_away(pass, *stage) || is_said_to_be_for_development(command, pass)) return;
    // Who runs tests in the image wants the debugger too.
    static constexpr std::string_view all_tools[] = {"phpunit", "phpcs", "codeception", "behat",
                                                     "pcov"};
    for (auto const tool : all_tools) {
        if (!pass.build().positions_with(tool).empty()) return;
    }
    auto reported = pass.report(word->span, present, pass.text(word->span));
    // Among other extensions it can be left out.
    auto const operands = model::operands_of(command, pass.build().arena());
    if (!installs_extensions(command.program) || operands.size() < 2) return;
    auto const at = static_cast<std::size_t>(word - command.arguments.data());
    reported.remove({command.arguments[at - 1].span.end, word->span.end});
}

}  // namespace

constinit Check const rule =
    on<check>()
        .for_programs(
            " pecl docker-php-ext-install docker-php-ext-enable install-php-extensions phpenmod ")
        .for_managers(model::Manager::apt, model::Manager::apk, model::Manager::dnf,
                      model::Manager::microdnf, model::Manager::yum, model::Manager::zypper,
                      model::Manager::pacman);

}  // namespace dockcheck::rules::xdebug_in_final_image
