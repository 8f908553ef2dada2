// The variables by which package managers are told where to work, by their manuals.
#include "analyzer/model/package_folders.hpp"

#include <algorithm>

#include "analyzer/model/paths.hpp"

namespace dockcheck::model {

bool has_part(std::string_view path, std::string_view name) {
    for (auto at = path.find(name); at != path.npos; at = path.find(name, at + 1)) {
        auto const end = at + name.size();
        bool const begins = at > 0 && path[at - 1] == '/';
        if (begins && (end == path.size() || path[end] == '/')) return true;
    }
    return false;
}

bool may_lead_to(Value const& word, std::string_view path) {
    auto const prefix = word.known_prefix();
    if (!prefix.starts_with('/')) return true;
    auto const folder = prefix.substr(0, prefix.rfind('/'));
    return folder.empty() || path == folder || lies_below(path, folder);
}

bool may_hold(Value const& folder, std::string_view path) {
    auto const known = folder.known();
    if (!known) return may_lead_to(folder, path);
    if (known->empty() || *known == "/") return false;
    if (known->front() == '/') {
        auto const cleaned = clean_path(*known);
        return path == cleaned || lies_below(path, cleaned);
    }
    return has_part(path, known->substr(0, known->find('/')));
}

namespace {

/// How the variables begin by which package managers are told where they install.
constexpr std::string_view folder_variables[] = {
    "BUNDLE_", "CARGO_", "COMPOSER_", "CONDA_",     "GEM_", "GOBIN",    "GOCACHE",
    "GOMOD",   "GOPATH", "GOTMP",     "NPM_",       "npm_", "PIPENV_",  "PIPX_",
    "PIP_",    "PNPM_",  "POETRY_",   "PYTHONUSER", "UV_",  "VIRTUAL_", "YARN_"};

bool names_folder(std::string_view variable) {
    return std::ranges::any_of(folder_variables,
                               [&](auto start) { return variable.starts_with(start); });
}

bool moves_installs(std::string_view variable, Value const& value, std::string_view path) {
    // What go fills there are bin and pkg.
    bool const is_source = variable == "GOPATH" && path.find("/src/") != path.npos;
    return names_folder(variable) && !is_source && may_hold(value, path);
}

}  // namespace

bool package_variable_may_name(Command const& command, std::string_view path) {
    for (auto const& made : command.assignments) {
        if (moves_installs(made.name, made.value, path)) return true;
    }
    if (command.program != "export") return false;
    return std::ranges::any_of(command.arguments.subspan(1), [&](Argument const& word) {
        auto const text = word.value.known_prefix();
        auto const name = text.substr(0, text.find('='));
        if (name.size() == text.size()) return false;
        return word.value.is_known()
                   ? moves_installs(name, Value(text.substr(name.size() + 1)), path)
                   : names_folder(name);
    });
}

bool package_variable_may_name(Build const& build, Stage const& stage, std::string_view path) {
    for (auto const& instruction : stage.instructions) {
        if (instruction.keyword != ast::Keyword::env && instruction.keyword != ast::Keyword::arg) {
            continue;
        }
        auto const line =
            build.source().bytes().substr(instruction.whole.begin, instruction.whole.size());
        bool const may_name = std::ranges::any_of(
            folder_variables, [&](auto start) { return line.find(start) != line.npos; });
        if (!may_name) continue;
        for (auto const& variable : build.variables_before(stage, Variables::end)) {
            if (moves_installs(variable.name, variable.value, path)) return true;
        }
        return false;
    }
    return false;
}

}  // namespace dockcheck::model
