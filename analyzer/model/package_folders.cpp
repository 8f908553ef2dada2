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

bool package_variable_may_name(Build const& build, Stage const& stage, std::string_view path) {
    static constexpr std::string_view starts[] = {
        "BUNDLE_", "CARGO_", "COMPOSER_", "CONDA_",     "GEM_", "GOBIN",    "GOCACHE",
        "GOMOD",   "GOPATH", "GOTMP",     "NPM_",       "npm_", "PIPENV_",  "PIPX_",
        "PIP_",    "PNPM_",  "POETRY_",   "PYTHONUSER", "UV_",  "VIRTUAL_", "YARN_"};
    for (auto const& instruction : stage.instructions) {
        if (instruction.keyword != ast::Keyword::env && instruction.keyword != ast::Keyword::arg) {
            continue;
        }
        auto const line =
            build.source().bytes().substr(instruction.whole.begin, instruction.whole.size());
        bool const may_name =
            std::ranges::any_of(starts, [&](auto start) { return line.find(start) != line.npos; });
        if (!may_name) continue;
        for (auto const& variable : build.variables_before(stage, Variables::end)) {
            bool const is_folder = std::ranges::any_of(
                starts, [&](auto start) { return variable.name.starts_with(start); });
            // What go fills there are bin and pkg.
            bool const is_source = variable.name == "GOPATH" && path.find("/src/") != path.npos;
            if (is_folder && !is_source && may_hold(variable.value, path)) return true;
        }
        return false;
    }
    return false;
}

}  // namespace dockcheck::model
