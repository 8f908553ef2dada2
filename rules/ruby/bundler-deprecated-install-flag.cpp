// Finds options of bundle install that are settings now.
#include "rules/ruby/bundler-deprecated-install-flag.hpp"

#include <string>
#include <vector>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/failing_step.hpp"
#include "analyzer/model/language.hpp"
#include "analyzer/model/manifest_beside.hpp"
#include "analyzer/model/package_settings.hpp"
#include "analyzer/model/packages.hpp"
#include "analyzer/model/ruby_stages.hpp"
#include "analyzer/model/stage_purpose.hpp"

namespace dockcheck::rules::bundler_deprecated_install_flag {
namespace {

/// One of the options with its values.
struct Old {
    std::string_view setting;  ///< "without"
    std::size_t first = 0;     ///< index of the option's word
    std::size_t last = 0;      ///< index of its last word
    std::string value;
    bool is_known = true;
};

bool is_option(std::string_view word) { return word.starts_with('-'); }

/// The old options among the words of the command.
std::vector<Old> old_options(model::Command const& command) {
    std::vector<Old> found;
    for (std::size_t i = 1; i < command.arguments.size(); ++i) {
        auto const text = command.arguments[i].value.known_prefix();
        static constexpr std::string_view all_settings[] = {"without", "deployment", "path"};
        for (auto const setting : all_settings) {
            auto const option = "--" + std::string(setting);
            bool const is_joined = text.starts_with(option + "=");
            if (text != option && !is_joined) continue;
            Old old{setting, i, i, {}, command.arguments[i].value.is_known()};
            if (is_joined) old.value = text.substr(option.size() + 1);
            // --without takes all words up to the next option, --path one.
            while (!is_joined && setting != "deployment" && old.last + 1 < command.arguments.size()
                   && !is_option(command.arguments[old.last + 1].value.known_prefix())) {
                auto const& word = command.arguments[++old.last];
                old.is_known &= word.value.is_known();
                if (!old.value.empty()) old.value += ' ';
                old.value += word.value.text_or_empty();
                if (setting == "path") break;
            }
            if (setting == "deployment") old.value = "true";
            found.push_back(std::move(old));
        }
    }
    return found;
}

bool is_plain(std::string_view value) {
    return !value.empty() && value.find_first_of("'\"\\$`&|;<>()*?[]!#~") == std::string_view::npos;
}

/// Images of Ruby before 2.7 bring Bundler 1, which knows the options and no `bundle config set`.
bool has_old_bundler(Pass const& pass, model::Command const& command) {
    auto const ruby = model::language_of(pass.stage()->root());
    if (!ruby || ruby->language != "Ruby" || !ruby->minor) return false;
    bool const is_old = ruby->major < 2 || (ruby->major == 2 && *ruby->minor < 7);
    return is_old
           && !model::is_mentioned_before(pass.build(), *pass.stage(), command,
                                          "gem install bundler")
           && !model::is_mentioned_before(pass.build(), *pass.stage(), command, "update --system");
}

/// The lock file was made by Bundler 4, which any other Bundler fetches and starts in its own
/// place, and which stops at these options. It takes Ruby 3.2 or newer.
bool stops_at_flags(Pass const& pass, model::Command const& command) {
    auto const ruby = model::language_of(pass.stage()->root());
    if (!ruby || ruby->language != "Ruby") return false;
    bool const is_new = ruby->major > 3 || (ruby->major == 3 && ruby->minor.value_or(0) >= 2);
    if (!is_new || !model::must_succeed(*pass.stage(), command)) return false;
    for (std::string_view const word :
         {"BUNDLER_VERSION", "BUNDLE_VERSION", "gem install bundler"}) {
        if (model::is_mentioned_before(pass.build(), *pass.stage(), command, word)) return false;
    }
    auto const* lock = model::manifest_beside(pass.build(), *pass.stage(), command, "Gemfile.lock");
    if (lock == nullptr || !lock->tool_version) return false;
    auto const version = model::short_version(lock->tool_version->text);
    constexpr std::uint32_t first_major = 4;
    return version && version->major >= first_major;
}

void check(model::Command const& command, Pass& pass) {
    auto const* stage = pass.stage();
    if (stage == nullptr || pass.is_trigger()) return;
    if (!model::is_bundle_install(pass.build(), command)) return;
    if (model::is_for_development(pass.build(), *stage)) return;
    if (has_old_bundler(pass, command)) return;
    for (auto const& old : old_options(command)) {
        auto const& first = command.arguments[old.first];
        bool const is_shown = old.is_known && is_plain(old.value);
        auto const shown = is_shown ? "'" + old.value + "'" : std::string("VALUE");
        bool const stops = stops_at_flags(pass, command);
        auto const option = "--" + std::string(old.setting);
        auto reported =
            pass.report(first.span, stops ? removed : replaced, option, old.setting, shown);
        if (stops) reported.severity(Severity::error);
        bool const can_fix = command.script != nullptr && command.assignments.empty()
                             && command.wrappers == model::wrapper_none && old.is_known
                             && is_plain(old.value) && old.first > 0;
        if (!can_fix) continue;
        auto const begin = command.arguments[old.first - 1].span.end;
        reported
            .insert(command.span.begin, "bundle config set --local " + std::string(old.setting)
                                            + " '" + old.value + "' && ")
            .remove({begin, command.arguments[old.last].span.end});
    }
}

}  // namespace

constinit Check const rule = on<check>().for_managers(model::Manager::bundler);

}  // namespace dockcheck::rules::bundler_deprecated_install_flag
