// Names taken apart into words.
#include "analyzer/model/stage_purpose.hpp"

#include <algorithm>

#include "analyzer/text/without_case.hpp"

namespace dockcheck::model {
namespace {

bool has_word(std::string_view name, std::span<std::string_view const> words) {
    auto const is_border = [](char c) { return c == '.' || c == '_' || c == '-'; };
    auto const is_one = [&](std::string_view part) {
        return std::ranges::any_of(
            words, [&](std::string_view word) { return equal_without_case(part, word); });
    };
    while (!name.empty()) {
        auto const border = std::ranges::find_if(name, is_border);
        auto const end = static_cast<std::size_t>(border - name.begin());
        if (is_one(name.substr(0, end))) return true;
        name.remove_prefix(std::min(end + 1, name.size()));
    }
    return false;
}

}  // namespace

bool is_named_for(Build const& build, Stage const& stage, std::span<std::string_view const> words) {
    std::string_view const path = build.source().name();
    auto begin = path.size();
    while (begin > 0 && path[begin - 1] != '/' && path[begin - 1] != '\\') --begin;
    auto const file = path.substr(begin);
    if (has_word(file, words)) return true;
    bool const is_last = stage.index + 1 == build.stages().size();
    // Behind a bare FROM any name may have been meant.
    auto const* const from = stage.from_instruction;
    if (!is_last && from != nullptr && from->says_nothing()) return true;
    return !is_last && has_word(stage.name, words);
}

bool lies_in_folder_for_development(Build const& build) {
    std::string_view path = build.source().name();
    static constexpr std::string_view words[] = {"dev", "devel", "development", "devcontainer"};
    // Above the folder that is checked the names say nothing: of a path from the root only
    // .devcontainer counts.
    bool const is_whole =
        path.starts_with('/') || path.starts_with("..") || (path.size() > 1 && path[1] == ':');
    for (auto slash = path.find('/'); slash != path.npos; slash = path.find('/')) {
        auto const part = path.substr(0, slash);
        bool const is_one = std::ranges::find(words, part) != std::ranges::end(words);
        if (part == ".devcontainer" || (is_one && !is_whole)) return true;
        path.remove_prefix(slash + 1);
    }
    return false;
}

bool is_for_development(Build const& build, Stage const& stage) {
    static constexpr std::string_view words[] = {
        "dev", "devel", "develop", "development", "test", "tests",       "testing",
        "ci",  "debug", "local",   "lint",        "spec", "devcontainer"};
    for (auto const* at = &stage; at != nullptr; at = at->parent) {
        if (is_named_for(build, *at, words)) return true;
    }
    return lies_in_folder_for_development(build);
}

}  // namespace dockcheck::model
