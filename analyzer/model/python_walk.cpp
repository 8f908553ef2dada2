// Dropping what a Python program may set or make itself.
#include "analyzer/model/python_walk.hpp"

#include <algorithm>

#include "analyzer/model/environment.hpp"
#include "analyzer/model/environment_files.hpp"
#include "analyzer/model/opened_files.hpp"
#include "analyzer/text/arena_vector.hpp"

namespace dockcheck::model {
namespace {

class Doubts {
 public:
    Doubts(Build const& build, Stage const& stage, PythonStart const& start, PythonWalk& walk)
        : build_(build), stage_(stage), start_(start), walk_(walk) {}

    void drop_variables() {
        if (walk_.required.empty()) return;
        auto folders = walk_.folders;
        if (!start_.folder.empty()) folders.emplace(start_.folder);
        auto const found = environment_files(build_, stage_, walk_.variable_files, folders);
        walk_.written.insert(found.variables.begin(), found.variables.end());
        std::set<std::string_view> names;
        std::erase_if(walk_.required, [&](RequiredVariable const& variable) {
            return found.is_unknown || is_filled(variable) || is_written(variable)
                   || !names.insert(variable.name).second;
        });
    }

    void drop_files() {
        if (walk_.changes_folder || walk_.makes_files) walk_.opened.clear();
        drop_made_files(build_, start_.folder, walk_.files, walk_.opened);
    }

 private:
    /// What a source requires in spite of filling the environment itself, it requires before.
    [[nodiscard]] bool is_filled(RequiredVariable const& variable) const {
        return std::ranges::any_of(
            walk_.filling, [&](auto const* source) { return source != variable.place.source; });
    }

    [[nodiscard]] bool is_written(RequiredVariable const& variable) const {
        if (!variable.any_case) return walk_.written.contains(variable.name);
        return std::ranges::any_of(walk_.written, [&](std::string const& name) {
            return is_same_in_any_case(name, variable.name);
        });
    }

    Build const& build_;
    Stage const& stage_;
    PythonStart const& start_;
    PythonWalk& walk_;
};

}  // namespace

PythonProgram certain_part(Build const& build, Stage const& stage, PythonStart const& start,
                           PythonWalk walk) {
    Doubts doubts(build, stage, start, walk);
    doubts.drop_files();
    doubts.drop_variables();
    auto& arena = build.arena();
    auto const texts = [&](std::vector<std::string> const& all) {
        ArenaVector<std::string_view> result(arena);
        for (auto const& text : all) result.push_back(arena.copy(text));
        return result.items();
    };
    ArenaVector<RequiredVariable> variables(arena);
    for (auto const& read : walk.required)
        variables.push_back({arena.copy(read.name), read.place, read.any_case});
    ArenaVector<OpenedFile> opened(arena);
    for (auto const& file : walk.opened) opened.push_back({arena.copy(file.path), file.place});
    ArenaVector<ForeignModule> named(arena);
    for (auto const& [module, place] : walk.named) named.push_back({arena.copy(module), place});
    return {texts(walk.files),
            variables.items(),
            opened.items(),
            texts(walk.foreign),
            texts(walk.mentioned),
            walk.runs_application,
            arena.copy(walk.application),
            named.items(),
            walk.lone_relative};
}

}  // namespace dockcheck::model
