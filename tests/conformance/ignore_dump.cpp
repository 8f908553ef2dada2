// Prints what IgnoreFile says about given paths, to be compared with BuildKit's answers.
//
// A line of input: the ignore file and the paths, each as hexadecimal digits, separated by tabs. A
// line of output: "error", or two rows of 0 and 1, one digit a path: kept out of the build, and
// matched as the CopyIgnoredFile check asks.
#include <cstdio>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/context/ignore_file.hpp"
#include "analyzer/context/paths.hpp"

namespace {

using dockcheck::Source;
using dockcheck::context::clean_path;
using dockcheck::context::folder_of;
using dockcheck::context::IgnoreFile;

std::string bytes_of(std::string_view digits) {
    auto const value = [](char c) { return c <= '9' ? c - '0' : c - 'a' + 10; };
    std::string bytes;
    for (std::size_t i = 0; i + 1 < digits.size(); i += 2)
        bytes += static_cast<char>(value(digits[i]) * 16 + value(digits[i + 1]));
    return bytes;
}

std::string answer(std::string_view line) {
    std::vector<std::string> fields;
    for (std::size_t at = 0; at <= line.size();) {
        auto const tab = std::min(line.find('\t', at), line.size());
        fields.push_back(bytes_of(line.substr(at, tab - at)));
        at = tab + 1;
    }
    Source const source(".dockerignore", fields.front());
    IgnoreFile const ignore(source);
    if (ignore.is_malformed()) return "error";

    // A folder that is kept out is made all the same for what is kept in it.
    std::set<std::string, std::less<>> sent;
    bool fails = false;
    auto const visit = [&](std::string const& path) {
        auto const verdict = ignore.verdict(path);
        fails = fails || verdict.fails;
        if (verdict.excluded) return;
        for (std::string_view place = path; !place.empty(); place = folder_of(place))
            sent.emplace(place);
    };
    for (std::size_t i = 1; i < fields.size(); ++i) {
        auto const path = clean_path(fields[i]);
        for (std::string_view place = path; !place.empty(); place = folder_of(place))
            visit(std::string(place));
    }
    if (fails) return "error";

    std::string excluded;
    std::string matched;
    for (std::size_t i = 1; i < fields.size(); ++i) {
        auto const path = clean_path(fields[i]);
        excluded += sent.contains(path) ? '0' : '1';
        matched += ignore.matches_or_parent_matches(path) ? '1' : '0';
    }
    return excluded + ' ' + matched;
}

}  // namespace

int main() {
    std::string line;
    for (int c = std::getchar(); c != EOF; c = std::getchar()) {
        if (c != '\n') {
            line += static_cast<char>(c);
            continue;
        }
        std::puts(answer(line).c_str());
        line.clear();
    }
}
