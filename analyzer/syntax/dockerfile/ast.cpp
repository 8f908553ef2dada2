// What the nodes of the tree can say about themselves.
#include "analyzer/syntax/dockerfile/ast.hpp"

#include <array>

#include "analyzer/syntax/dockerfile/keyword.hpp"

namespace dockcheck::ast {
namespace {

constexpr std::array<std::string_view, 19> keyword_names{
    "",       "ADD",        "ARG",         "CMD",    "COPY",       "ENTRYPOINT", "ENV",
    "EXPOSE", "FROM",       "HEALTHCHECK", "LABEL",  "MAINTAINER", "ONBUILD",    "RUN",
    "SHELL",  "STOPSIGNAL", "USER",        "VOLUME", "WORKDIR"};

}  // namespace

std::string_view to_string(Keyword keyword) {
    return keyword_names[static_cast<std::size_t>(keyword)];
}

Field const* Mount::find(std::string_view name, std::string_view alias,
                         std::string_view second_alias) const {
    for (auto at = fields.size(); at > 0; --at) {
        auto const& field = fields[at - 1];
        auto const key = field.key.text();
        if (dockerfile::equals_folded(key, name)
            || (!alias.empty() && dockerfile::equals_folded(key, alias))
            || (!second_alias.empty() && dockerfile::equals_folded(key, second_alias)))
            return &field;
    }
    return nullptr;
}

Flag const* Instruction::flag(std::string_view flag_name) const {
    for (auto at = flags.size(); at > 0; --at) {
        if (flags[at - 1].name == flag_name) return &flags[at - 1];
    }
    return nullptr;
}

}  // namespace dockcheck::ast
