// Evidence of production in stages, and the settings of Bundler.
#include "analyzer/model/ruby_stages.hpp"

#include <algorithm>
#include <charconv>

#include "analyzer/model/directories.hpp"
#include "analyzer/model/package_settings.hpp"
#include "analyzer/model/paths.hpp"
#include "analyzer/model/stage_purpose.hpp"
#include "analyzer/model/start.hpp"
#include "analyzer/model/word_list.hpp"
#include "analyzer/text/base_name.hpp"

namespace dockcheck::model {
namespace {

constexpr std::string_view environment_names[] = {"RAILS_ENV", "RACK_ENV", "APP_ENV", "HANAMI_ENV"};

bool is_production_word(std::string_view text) { return text == "production" || text == "staging"; }

/// What one of the environment's names says at the end of a stage.
bool has_production_environment(Stage const& stage) {
    return std::ranges::any_of(environment_names, [&](std::string_view name) {
        auto const* entry = stage.config.find_environment(name);
        return entry != nullptr && is_production_word(entry->value.text_or_empty());
    });
}

/// The value of the first of the names that is set at a command.
std::string_view mode_at(Build const& build, Command const& command) {
    for (auto const name : environment_names) {
        for (auto const& assignment : command.assignments) {
            if (assignment.name == name) return assignment.value.text_or_empty();
        }
        auto const variable = build.variable(*command.instruction, name);
        auto const text = variable.value.text_or_empty();
        if (!text.empty()) return text;
    }
    return {};
}

std::string upper_case_key(std::string_view name) {
    std::string result = "BUNDLE_";
    for (char const c : name) {
        result += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c == '.' ? '_' : c;
    }
    return result;
}

BundleSetting setting_of_value(Value const& value) {
    if (!value.is_known()) return {BundleSetting::State::unknown, {}};
    return {BundleSetting::State::set, std::string(*value.known())};
}

/// `bundle config [set] [--local] NAME VALUE`: the value, or nullptr.
Argument const* configured(Command const& command, std::string_view name) {
    if (command.program != "bundle" && command.program != "bundler") return nullptr;
    if (command.argument(1) != "config") return nullptr;
    std::vector<Argument const*> words;
    for (auto const& argument : command.arguments.subspan(2)) {
        auto const text = argument.value.known_prefix();
        bool const is_set = words.empty() && text == "set";
        if (!is_set && !text.starts_with("--")) words.push_back(&argument);
    }
    if (words.size() < 2 || words.front()->value.text_or_empty() != name) return nullptr;
    return words[1];
}

bool is_in_front(Build const& build, Command const& other, Command const& command) {
    auto const at = build.position_of(*other.instruction);
    auto const own = build.position_of(*command.instruction);
    return at < own || (at == own && other.sequence < command.sequence);
}

}  // namespace

bool is_production_ruby(Build const& build, Stage const& stage) {
    if (stage.is_windows || stage.reach == Reach::unreachable) return false;
    if (is_for_development(build, stage)) return false;
    if (has_production_environment(stage)) return true;
    return stage.reach == Reach::builder
           && std::ranges::any_of(build.targets(), [](Stage const* target) {
                  return has_production_environment(*target);
              });
}

bool is_in_development(Build const& build, Stage const& stage, Command const& command) {
    auto const mode = mode_at(build, command);
    return mode == "development" || mode == "test" || is_for_development(build, stage);
}

bool is_in_production(Build const& build, Stage const& stage, Command const& command) {
    return is_production_word(mode_at(build, command)) && !is_for_development(build, stage);
}

bool is_bundle_install(Build const& build, Command const& command) {
    if (command.use != Use::run || command.is_conditional) return false;
    if (manager_of(command) != Manager::bundler) return false;
    auto const& install = package_command(command, build.arena());
    return install.verb == Verb::install && install.installs_manifests;
}

bool BundleSetting::is_on() const {
    return state == State::set && !value.empty() && value != "false" && value != "0";
}

BundleSetting bundle_setting(Build const& build, Stage const& stage, Command const& command,
                             std::string_view name) {
    auto const key = upper_case_key(name);
    for (auto const& assignment : command.assignments) {
        if (assignment.name == key) return setting_of_value(assignment.value);
    }
    BundleSetting found;
    for (auto const* at = &stage; at != nullptr; at = at->parent) {
        for (auto const& other : at->commands) {
            if (other.use != Use::run) continue;
            if (at == &stage && !is_in_front(build, other, command)) break;
            if (auto const* value = configured(other, name)) {
                found = other.is_conditional ? BundleSetting{BundleSetting::State::unknown, {}}
                                             : setting_of_value(value->value);
            }
        }
        if (!found.is_unset()) return found;
    }
    using State = dockerfile::Variable::State;
    auto const variable = build.variable(*command.instruction, key);
    if (variable.state == State::known) return setting_of_value(variable.value);
    if (variable.state == State::unknown) return {BundleSetting::State::unknown, {}};
    // Exported by a shell, written into a file: somebody has thought of it.
    if (is_mentioned_before(build, stage, command, key)
        || is_mentioned_before(build, stage, command, ".bundle/config")) {
        return {BundleSetting::State::unknown, {}};
    }
    auto const* context = build.context();
    if (context != nullptr && context->look(".bundle/config") == context::Presence::file) {
        return {BundleSetting::State::unknown, {}};
    }
    return {};
}

context::Manifest const* gemfile_lock_of(Build const& build, Stage const& stage) {
    auto const* context = build.context();
    if (context == nullptr) return nullptr;
    if (stage.config.workdir.is_set()) {
        auto const path = std::string(stage.config.workdir.value.text_or_empty()) + "/Gemfile.lock";
        auto const landing = build.landing(stage, clean_path(path));
        if (landing.kind == Landing::Kind::context_file) {
            return context->manifest(landing.context_path);
        }
    }
    return context->manifest("Gemfile.lock");
}

std::optional<ShortVersion> short_version(std::string_view text) {
    ShortVersion version;
    auto const* const end = text.data() + text.size();
    auto const major = std::from_chars(text.data(), end, version.major);
    if (major.ec != std::errc{} || major.ptr == end || *major.ptr != '.') return std::nullopt;
    auto const minor = std::from_chars(major.ptr + 1, end, version.minor);
    if (minor.ec != std::errc{}) return std::nullopt;
    return version;
}

std::optional<ShortVersion> rails_version(context::Manifest const* lock) {
    if (lock == nullptr) return std::nullopt;
    auto const* rails = lock->find("rails");
    if (rails == nullptr) rails = lock->find("railties");
    return rails == nullptr ? std::nullopt : short_version(rails->version);
}

RubyServer ruby_server_of(Build const& build, Stage const& stage) {
    static constexpr WordList web =
        " puma unicorn thin falcon passenger pitchfork iodine rackup thrust ";
    static constexpr WordList workers = " sidekiq resque good_job shoryuken sneakers delayed_job ";
    auto const& start = start_of(build, stage);
    if (!start.is_certain) return RubyServer::none;
    auto found = RubyServer::none;
    for (auto const& command : start.commands) {
        bool is_rails = false;
        for (auto const& argument : command.arguments) {
            auto text = argument.value.text_or_empty();
            text = base_name(text);
            if (web.holds(text)) found = RubyServer::web;
            if (workers.holds(text)) return RubyServer::worker;
            if (is_rails && (text == "server" || text == "s")) found = RubyServer::web;
            is_rails |= text == "rails";
        }
    }
    return found;
}

std::string env_line(std::string_view setting) { return "ENV " + std::string(setting) + "\n"; }

}  // namespace dockcheck::model
