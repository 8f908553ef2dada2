// Comparing what `bundle exec` starts with the gems of Gemfile.lock.
#include "analyzer/model/gem_programs.hpp"

#include <algorithm>
#include <string_view>

#include "analyzer/model/manifest_beside.hpp"
#include "analyzer/model/packages.hpp"
#include "analyzer/model/ruby_stages.hpp"
#include "analyzer/model/word_list.hpp"

namespace dockcheck::model {
namespace {

/// Programs that only a gem of that name, or of one that holds it, brings.
constexpr WordList followed =
    " falcon good_job iodine passenger pitchfork puma resque shoryuken sidekiq thin unicorn ";

/// The word behind `bundle exec`; nullptr for anything else.
Argument const* program_of(Command const& command) {
    auto const words = command.arguments;
    bool const is_exec = words.size() > 2 && command.argument(0) == "bundle"
                         && command.argument(1) == "exec" && !command.is_conditional;
    return is_exec && followed.holds(command.argument(2)) ? &words[2] : nullptr;
}

/// True when a command of the build may add the gem: `bundle add puma`, `gem install puma`.
bool is_named(Stage const& at, std::string_view gem) {
    for (auto const* stage = &at; stage != nullptr; stage = stage->parent) {
        for (auto const& command : stage->commands) {
            if (command.use != Use::run) continue;
            for (auto const& argument : command.arguments) {
                if (!argument.value.is_known()) return true;
                if (argument.value.text_or_empty().find(gem) != std::string_view::npos) return true;
            }
        }
    }
    return false;
}

/// What the only `bundle install` of an image goes by, as it is when that runs.
context::Manifest const* lock_of_install(Build const& build, Stage const& at, std::string& path) {
    context::Manifest const* found = nullptr;
    bool any = false;
    for (auto const* stage = &at; stage != nullptr; stage = stage->parent) {
        for (auto const& command : stage->commands) {
            if (command.use != Use::run || !is_bundle_install(build, command)) continue;
            if (any) return nullptr;
            any = true;
            found = manifest_beside(build, *stage, command, "Gemfile.lock", &path);
        }
    }
    return found;
}

}  // namespace

MissingGem missing_gem(Build const& build, Stage const& stage, Command const& command) {
    auto const* word = program_of(command);
    if (build.context() == nullptr || word == nullptr) return {};
    if (stage.config.find_environment("BUNDLE_GEMFILE") != nullptr) return {};
    std::string path;
    auto const* lock = lock_of_install(build, stage, path);
    if (lock == nullptr || lock->dependencies.empty()) return {};
    auto const gem = word->value.text_or_empty();
    bool const has_it = std::ranges::any_of(lock->dependencies, [&](auto const& entry) {
        return entry.name.find(gem) != std::string::npos;
    });
    if (has_it || is_named(stage, gem)) return {};
    return {word, path};
}

}  // namespace dockcheck::model
