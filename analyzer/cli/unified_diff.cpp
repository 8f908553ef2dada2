// Unified diffs with dtl; the only file that includes it.
#include "analyzer/cli/unified_diff.hpp"

#include <algorithm>
#include <dtl/dtl.hpp>
#include <fmt/format.h>
#include <vector>

namespace dockcheck::cli {
namespace {

/// Lines with their ends, so that a missing last line end is a difference.
std::vector<std::string_view> lines_of(std::string_view text) {
    std::vector<std::string_view> result;
    while (!text.empty()) {
        auto const end = std::min(text.find('\n'), text.size() - 1) + 1;
        result.push_back(text.substr(0, end));
        text.remove_prefix(end);
    }
    return result;
}

void add_line(std::string& result, char mark, std::string_view line) {
    result += mark;
    result += line;
    if (!line.ends_with('\n')) result += "\n\\ No newline at end of file\n";
}

// An empty side begins at the line before it.
std::string range(long long begin, long long count) {
    if (count == 0) return fmt::format("{},0", begin == 0 ? 0 : begin - 1);
    return count == 1 ? fmt::format("{}", begin) : fmt::format("{},{}", begin, count);
}

/// "a/app/Dockerfile". A tab ends a name with a blank in it.
std::string name_of_side(char side, std::string_view path) {
    while (path.starts_with("./")) path.remove_prefix(2);
    while (path.starts_with('/')) path.remove_prefix(1);
    auto const is_odd = [](char c) {
        return static_cast<unsigned char>(c) < 0x20 || c == '"' || c == '\\' || c == 0x7F;
    };
    if (std::ranges::none_of(path, is_odd)) {
        bool const has_blank = path.find(' ') != std::string_view::npos;
        return fmt::format("{}/{}{}", side, path, has_blank ? "\t" : "");
    }
    auto result = fmt::format("\"{}/", side);
    for (char const c : path) {
        if (c == '"' || c == '\\') {
            result += '\\';
            result += c;
        } else if (is_odd(c)) {
            result += fmt::format("\\{:03o}", static_cast<unsigned char>(c));
        } else {
            result += c;
        }
    }
    return result + '"';
}

}  // namespace

std::string unified_diff(std::string_view path, std::string_view before, std::string_view after) {
    if (before == after) return {};
    dtl::Diff<std::string_view, std::vector<std::string_view>> diff(lines_of(before),
                                                                    lines_of(after));
    diff.compose();
    diff.composeUnifiedHunks();
    auto result = fmt::format("--- {}\n+++ {}\n", name_of_side('a', path), name_of_side('b', path));
    for (auto const& hunk : diff.getUniHunks()) {
        result += fmt::format("@@ -{} +{} @@\n", range(hunk.a, hunk.b), range(hunk.c, hunk.d));
        for (auto const& [line, information] : hunk.common[0]) add_line(result, ' ', line);
        for (auto const& [line, information] : hunk.change) {
            char const mark = information.type == dtl::SES_ADD      ? '+'
                              : information.type == dtl::SES_DELETE ? '-'
                                                                    : ' ';
            add_line(result, mark, line);
        }
        for (auto const& [line, information] : hunk.common[1]) add_line(result, ' ', line);
    }
    return result;
}

}  // namespace dockcheck::cli
