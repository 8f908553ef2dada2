// Keywords are told apart by their length and two machine words.
#include "analyzer/syntax/dockerfile/keyword.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <string>

#include "analyzer/text/nearest.hpp"

namespace dockcheck::dockerfile {
namespace {

using ast::Keyword;

constexpr std::size_t longest_keyword = 11;

// Up to eight letters as one number, each with the bit of lower case set.
constexpr std::uint64_t packed(std::string_view letters) {
    std::uint64_t result = 0;
    for (std::size_t i = 0; i < letters.size(); ++i)
        result |= std::uint64_t{static_cast<unsigned char>(letters[i]) | 0x20U} << (8 * i);
    return result;
}

Keyword keyword_of_letters(std::string_view name) {
    auto const is = [&](std::string_view rest, std::size_t from) {
        return packed(name.substr(from)) == packed(rest);
    };
    auto const head = packed(name.substr(0, 8));
    switch (name.size()) {
        case 3:
            if (head == packed("run")) return Keyword::run;
            if (head == packed("env")) return Keyword::env;
            if (head == packed("add")) return Keyword::add;
            if (head == packed("cmd")) return Keyword::cmd;
            if (head == packed("arg")) return Keyword::arg;
            break;
        case 4:
            if (head == packed("from")) return Keyword::from;
            if (head == packed("copy")) return Keyword::copy;
            if (head == packed("user")) return Keyword::user;
            break;
        case 5:
            if (head == packed("label")) return Keyword::label;
            if (head == packed("shell")) return Keyword::shell;
            break;
        case 6:
            if (head == packed("expose")) return Keyword::expose;
            if (head == packed("volume")) return Keyword::volume;
            break;
        case 7:
            if (head == packed("workdir")) return Keyword::workdir;
            if (head == packed("onbuild")) return Keyword::onbuild;
            break;
        case 10:
            if (head == packed("entrypoi") && is("nt", 8)) return Keyword::entrypoint;
            if (head == packed("maintain") && is("er", 8)) return Keyword::maintainer;
            if (head == packed("stopsign") && is("al", 8)) return Keyword::stopsignal;
            break;
        case longest_keyword:
            if (head == packed("healthch") && is("eck", 8)) return Keyword::healthcheck;
            break;
        default:
            break;
    }
    return Keyword::unknown;
}

bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_lower(char c) { return c >= 'a' && c <= 'z'; }

constexpr std::array<std::string_view, 18> lower_names{
    "add",    "arg",   "cmd",         "copy",  "entrypoint", "env",
    "expose", "from",  "healthcheck", "label", "maintainer", "onbuild",
    "run",    "shell", "stopsignal",  "user",  "volume",     "workdir"};

}  // namespace

Keyword keyword_of(std::string_view name) {
    // Two letters outside ASCII are longer than what they stand for.
    constexpr std::size_t longest_written = 2 * longest_keyword;
    if (name.size() < 3 || name.size() > longest_written) return Keyword::unknown;
    auto const is_high = [](char c) { return static_cast<unsigned char>(c) >= 0x80; };
    if (std::ranges::none_of(name, is_high)) return keyword_of_letters(name);

    std::array<char, longest_written> folded{};
    std::size_t size = 0;
    while (!name.empty()) {
        if (name.starts_with("\u212A")) {
            folded[size++] = 'k';
            name.remove_prefix(3);
        } else if (name.starts_with("\u0130")) {
            folded[size++] = 'i';
            name.remove_prefix(2);
        } else {
            folded[size++] = name[0];
            name.remove_prefix(1);
        }
    }
    return keyword_of_letters({folded.data(), size});
}

std::string_view nearest_keyword(std::string_view name) {
    auto const found = nearest(name, lower_names);
    if (found.empty() || std::ranges::none_of(name, is_upper)) return found;
    if (std::ranges::any_of(name, is_lower)) return found;
    auto const index = std::ranges::find(lower_names, found) - lower_names.begin();
    return ast::to_string(static_cast<Keyword>(index + 1));
}

}  // namespace dockcheck::dockerfile
