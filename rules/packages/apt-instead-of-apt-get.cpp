// Finds the command apt, which is made for people at a terminal.
#include "rules/packages/apt-instead-of-apt-get.hpp"

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/packages.hpp"

namespace dockcheck::rules::apt_instead_of_apt_get {
namespace {

struct Equal {
    std::string_view apt;
    std::string_view other;  ///< the command with the same meaning
};

constexpr Equal equals[] = {
    {"install", "apt-get"},   {"update", "apt-get"},    {"upgrade", "apt-get"},
    {"remove", "apt-get"},    {"purge", "apt-get"},     {"autoremove", "apt-get"},
    {"clean", "apt-get"},     {"autoclean", "apt-get"}, {"source", "apt-get"},
    {"build-dep", "apt-get"}, {"download", "apt-get"},  {"search", "apt-cache"},
    {"show", "apt-cache"},    {"policy", "apt-cache"},  {"depends", "apt-cache"},
};

std::string_view equal_of(std::string_view verb) {
    for (auto const& row : equals) {
        if (row.apt == verb) return row.other;
    }
    return {};
}

void check(model::Command const& command, Pass& pass) {
    if (command.use != model::Use::run || pass.stage() == nullptr) return;
    if (command.program != "apt" || command.arguments.size() < 2) return;
    // A script of that name somewhere else.
    auto const path = command.argument(0);
    if (path.find('/') != path.npos && !path.ends_with("bin/apt")) return;
    auto const& apt = model::package_command(command, pass.build().arena());
    if (apt.verb_argument == nullptr) return;
    auto const verb = apt.verb_argument->value.text_or_empty();
    if (verb.empty()) return;
    auto const& word = command.arguments.front();
    if (verb == "full-upgrade") {
        auto reported = pass.report(word.span, for_people, "apt-get dist-upgrade");
        if (word.value.text_or_empty() != "apt" || command.exec_form) return;
        reported.replace(word.span, "apt-get").replace(apt.verb_argument->span, "dist-upgrade");
        return;
    }
    auto const other = equal_of(verb);
    auto const instead = other.empty() ? "apt-get, apt-cache or dpkg-query"
                                       : std::string(other) + " " + std::string(verb);
    auto reported = pass.report(word.span, for_people, instead);
    bool const is_plain = pass.text(word.span) == "apt" || pass.text(word.span) == "\"apt\"";
    if (!is_plain || other != "apt-get") return;
    reported.replace(word.span, command.exec_form ? "\"apt-get\"" : "apt-get");
}

}  // namespace

constinit Check const rule = on<check>().for_programs(" apt ");

}  // namespace dockcheck::rules::apt_instead_of_apt_get
