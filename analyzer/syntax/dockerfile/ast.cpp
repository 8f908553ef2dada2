// What the nodes of the tree can say about themselves.
#include "analyzer/syntax/dockerfile/ast.hpp"

#include <algorithm>
#include <array>
#include <ranges>

namespace dockcheck::ast {
namespace {

constexpr std::array<std::string_view, 19> keyword_names{
    "",       "ADD",        "ARG",         "CMD",    "COPY",       "ENTRYPOINT", "ENV",
    "EXPOSE", "FROM",       "HEALTHCHECK", "LABEL",  "MAINTAINER", "ONBUILD",    "RUN",
    "SHELL",  "STOPSIGNAL", "USER",        "VOLUME", "WORKDIR"};

bool is_name(std::string_view written, std::string_view lower_case) {
    return std::ranges::equal(written, lower_case, [](char a, char b) {
        return (a >= 'A' && a <= 'Z' ? static_cast<char>(a - 'A' + 'a') : a) == b;
    });
}

}  // namespace

std::string_view to_string(Keyword keyword) {
    return keyword_names[static_cast<std::size_t>(keyword)];
}

Field const* Mount::find(std::string_view name, std::string_view alias,
                         std::string_view second_alias) const {
    for (auto const& field : std::views::reverse(fields)) {
        auto const key = field.key.text();
        if (is_name(key, name) || (!alias.empty() && is_name(key, alias))
            || (!second_alias.empty() && is_name(key, second_alias)))
            return &field;
    }
    return nullptr;
}

Flag const* Instruction::flag(std::string_view flag_name) const {
    for (auto const& candidate : std::views::reverse(flags)) {
        if (candidate.name == flag_name) return &candidate;
    }
    return nullptr;
}

}  // namespace dockcheck::ast
