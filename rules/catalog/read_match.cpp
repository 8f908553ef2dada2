// The [match] of a page: a rule without code of its own.
#include "rules/catalog/tree_reader.hpp"

#include <algorithm>

#include "analyzer/text/pattern.hpp"

namespace dockcheck::pages {
namespace {

/// A string, or a list of strings.
void read_list(TreeReader& reader, Entry const& entry, std::vector<std::string>& values,
               Choices choices = {}) {
    if (entry.value.kind != Tree::Kind::string) {
        reader.strings(entry, values, choices);
    } else if (choices.size() != 0) {
        reader.choice(entry, values.emplace_back(), choices);
    } else {
        reader.string(entry, values.emplace_back());
    }
}

void read_patterns(TreeReader& reader, Entry const& entry, std::vector<std::string>& values) {
    read_list(reader, entry, values);
    for (auto const& value : values) {
        if (auto const compiled = Pattern::compile(value); !compiled) {
            reader.error(entry.value.position,
                         quoted(value) + " is no pattern: " + compiled.error().text);
        }
    }
}

}  // namespace

void read_match(TreeReader& reader, Entry const& entry, PageMatch& match) {
    if (!reader.expect(entry.value, Tree::Kind::table, entry.key)) return;
    for (auto const& part : entry.value.entries) {
        if (part.key == "instruction") {
            read_list(reader, part, match.instructions,
                      {"ADD", "ARG", "CMD", "COPY", "ENTRYPOINT", "ENV", "EXPOSE", "FROM",
                       "HEALTHCHECK", "LABEL", "MAINTAINER", "ONBUILD", "RUN", "SHELL",
                       "STOPSIGNAL", "USER", "VOLUME", "WORKDIR"});
        } else if (part.key == "command") {
            read_patterns(reader, part, match.commands);
        } else if (part.key == "argument") {
            read_patterns(reader, part, match.arguments);
        } else if (part.key == "lacks") {
            read_patterns(reader, part, match.lacks);
        } else {
            reader.unknown_key(part, {"instruction", "command", "argument", "lacks"});
        }
    }
    if (match.instructions.empty() && match.commands.empty() && match.arguments.empty()
        && match.lacks.empty()) {
        reader.error(entry.position, "match is empty: it would match everything");
    }
}

}  // namespace dockcheck::pages
