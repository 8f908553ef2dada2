// Reading unified diffs line by line.
#include "analyzer/cli/changed_lines.hpp"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>
#include <optional>
#include <utility>

#include "analyzer/cli/walk.hpp"
#include "analyzer/system/disk.hpp"
#include "analyzer/system/paths.hpp"

namespace dockcheck::cli {
namespace {

constexpr std::string_view no_file = "/dev/null";

/// Leaves the reader at the first line that makes no sense; caught in read_diff().
struct DiffMistake {
    std::string text;
};

bool take_prefix(std::string_view& text, std::string_view prefix) {
    if (!text.starts_with(prefix)) return false;
    text.remove_prefix(prefix.size());
    return true;
}

std::uint32_t take_number(std::string_view& text) {
    std::uint32_t value = 0;
    auto const [stop, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc()) throw DiffMistake{"this is no head of a hunk: @@ -1,2 +3,4 @@"};
    text.remove_prefix(static_cast<std::size_t>(stop - text.data()));
    return value;
}

struct DiffSide {
    std::uint32_t begin = 0;
    std::uint32_t count = 1;
};

DiffSide take_side(std::string_view& text, char mark) {
    if (!take_prefix(text, std::string_view(&mark, 1))) {
        throw DiffMistake{"this is no head of a hunk: @@ -1,2 +3,4 @@"};
    }
    DiffSide side;
    side.begin = take_number(text);
    if (take_prefix(text, ",")) side.count = take_number(text);
    return side;
}

/// A character of a quoted name behind its backslash: `n`, `"`, `303`.
char take_escaped(std::string_view& text) {
    constexpr std::string_view letters = "abtnvfr\"\\";
    constexpr std::string_view meanings = "\a\b\t\n\v\f\r\"\\";
    if (auto const at = letters.find(text.front()); at != std::string_view::npos) {
        text.remove_prefix(1);
        return meanings[at];
    }
    unsigned value = 0;
    auto const* const end = text.data() + std::min<std::size_t>(3, text.size());
    auto const [stop, error] = std::from_chars(text.data(), end, value, 8);
    if (error != std::errc() || value > 255) throw DiffMistake{"the quoted name is broken"};
    text.remove_prefix(static_cast<std::size_t>(stop - text.data()));
    return static_cast<char>(value);
}

/// A name as git quotes it, from its first quote on.
std::string unquoted(std::string_view text) {
    std::string name;
    text.remove_prefix(1);
    while (!text.starts_with('"')) {
        bool const is_escape = take_prefix(text, "\\");
        if (text.empty()) throw DiffMistake{"the quoted name has no end"};
        if (is_escape) {
            name += take_escaped(text);
        } else {
            name += text.front();
            text.remove_prefix(1);
        }
    }
    return name;
}

/// The name behind `--- ` or `+++ `: quoted, or up to the tab before a time.
std::string name_of(std::string_view rest) {
    if (rest.starts_with('"')) return unquoted(rest);
    return std::string(rest.substr(0, rest.find('\t')));
}

/// Whether names of a section have a letter and a slash in front that are no part of them. git
/// says a/ and b/, or letters for index, work tree, commit and object.
bool has_git_prefix(std::string_view old_name, std::string_view new_name) {
    auto const is_prefix = [](std::string_view name, std::string_view letters) {
        return name.size() > 2 && name[1] == '/' && letters.find(name[0]) != std::string_view::npos;
    };
    bool const is_new = old_name == no_file;
    if (!is_prefix(new_name, "bwico") || (!is_new && !is_prefix(old_name, "aiwco"))) return false;
    return is_new || old_name[0] != new_name[0];
}

class DiffReader {
 public:
    DiffReader(std::string_view text, std::string_view name) : text_(text), name_(name) {}

    Result<std::vector<DiffFile>> read() {
        try {
            while (next_line()) read_line();
            // Nothing changed is no mistake.
            bool const is_blank = text_.find_first_not_of(" \t\r\n") == std::string_view::npos;
            if (!has_file_ && !is_blank) {
                line_ = 1;
                throw DiffMistake{no_diff()};
            }
        } catch (DiffMistake const& mistake) {
            return tl::unexpected(Error{fmt::format("{}:{}", name_, line_), mistake.text});
        }
        return std::move(files_);
    }

 private:
    bool next_line() {
        if (at_ >= text_.size()) return false;
        auto const end = std::min(text_.find('\n', at_), text_.size());
        current_ = text_.substr(at_, end - at_);
        if (current_.ends_with('\r')) current_.remove_suffix(1);
        at_ = end + 1;
        ++line_;
        return true;
    }

    [[nodiscard]] std::string no_diff() const {
        if (text_.starts_with("\xFF\xFE") || text_.starts_with("\xFE\xFF")) {
            return "this is UTF-16; a unified diff is bytes (in PowerShell: git diff --output "
                   "FILE)";
        }
        if (text_.find("\x1b[") != std::string_view::npos) {
            return "this has colors; a unified diff has none (git diff --no-color)";
        }
        return "this is no unified diff, as git diff or diff -u write it";
    }

    void read_line() {
        auto rest = current_;
        if (rest.starts_with("diff --git ") || rest.starts_with("diff --cc ")
            || rest.starts_with("diff --combined ")) {
            start_section(rest);
        } else if (take_prefix(rest, "--- ")) {
            old_name_ = name_of(rest);
        } else if (take_prefix(rest, "+++ ") && old_name_) {
            start_file(name_of(rest));
        } else if (rest.starts_with("@@")) {
            read_hunk(rest);
        }
    }

    void start_section(std::string_view head) {
        by_git_ = has_file_ = true;
        in_file_ = is_gone_ = false;
        old_name_.reset();
        // `diff --git a/x b/x`; a new file has no other place that shows the prefix.
        auto first = head.substr(std::string_view("diff --git ").size());
        take_prefix(first, "\"");
        section_has_prefix_ = !head.starts_with("diff --git ") || first.starts_with("a/")
                              || first.starts_with("i/") || first.starts_with("c/")
                              || first.starts_with("o/") || first.starts_with("w/");
    }

    void start_file(std::string name) {
        has_file_ = in_file_ = true;
        is_gone_ = name == no_file;
        bool const is_new = *old_name_ == no_file;
        bool const strips =
            has_git_prefix(*old_name_, name) && (!is_new || !by_git_ || section_has_prefix_);
        if (strips) name.erase(0, 2);
        old_name_.reset();
        if (!is_gone_) files_.push_back({std::move(name), by_git_, {}});
    }

    /// `@@ -1,2 +3,4 @@`, and one more `@` and one more old side for each further parent of a
    /// merge.
    void read_hunk(std::string_view head) {
        if (!in_file_) throw DiffMistake{"a hunk without the --- and +++ of its file"};
        auto const marks = head.find_first_not_of('@');
        auto const parents = std::min(marks, head.size()) - 1;
        head.remove_prefix(parents + 1);
        std::vector<std::uint32_t> old_left;
        for (std::size_t i = 0; i < parents; ++i) {
            expect_blank(head);
            old_left.push_back(take_side(head, '-').count);
        }
        expect_blank(head);
        auto const side = take_side(head, '+');
        if (!take_prefix(head, " @@")) throw DiffMistake{"the head of the hunk has no end: @@"};
        read_body(std::move(old_left), side);
    }

    static void expect_blank(std::string_view& head) {
        if (!take_prefix(head, " ")) {
            throw DiffMistake{"this is no head of a hunk: @@ -1,2 +3,4 @@"};
        }
    }

    void read_body(std::vector<std::uint32_t> old_left, DiffSide side) {
        auto const parents = old_left.size();
        auto new_left = side.count;
        auto number = side.begin;
        auto const is_left = [&] {
            return new_left > 0
                   || std::ranges::any_of(old_left, [](auto count) { return count > 0; });
        };
        while (is_left()) {
            if (!next_line()) throw DiffMistake{"the diff ends within a hunk"};
            if (current_.starts_with('\\')) continue;  // no newline at the end of the file
            // Mail programs cut the blank of an empty line.
            auto const marks = current_.empty() ? std::string(parents, ' ')
                                                : std::string(current_.substr(0, parents));
            if (marks.size() < parents || marks.find_first_not_of(" +-") != std::string::npos) {
                throw DiffMistake{"a line of a hunk begins with +, - or a blank"};
            }
            bool const is_removed = marks.find('-') != std::string::npos;
            for (std::size_t i = 0; i < parents; ++i) {
                bool const is_of_parent = is_removed ? marks[i] == '-' : marks[i] == ' ';
                if (is_of_parent) take_one(old_left[i]);
            }
            if (is_removed) continue;
            take_one(new_left);
            if (marks.find('+') != std::string::npos) add(number);
            ++number;
        }
    }

    static void take_one(std::uint32_t& left) {
        if (left == 0) throw DiffMistake{"the hunk is longer than its head says"};
        --left;
    }

    void add(std::uint32_t number) {
        if (is_gone_) return;
        auto& added = files_.back().added;
        if (!added.empty() && added.back().last + 1 == number) {
            added.back().last = number;
        } else {
            added.push_back({number, number});
        }
    }

    std::string_view text_;
    std::string_view name_;
    std::size_t at_ = 0;
    std::size_t line_ = 0;
    std::string_view current_;
    std::vector<DiffFile> files_;
    std::optional<std::string> old_name_;
    bool by_git_ = false;
    bool section_has_prefix_ = false;
    bool has_file_ = false;
    bool in_file_ = false;
    bool is_gone_ = false;
};

}  // namespace

Result<std::vector<DiffFile>> read_diff(std::string_view text, std::string_view name) {
    take_prefix(text, "\xEF\xBB\xBF");
    return DiffReader(text, name).read();
}

ChangedLines::ChangedLines(std::vector<DiffFile> files, std::string const& working_folder) {
    auto const root = repository_root(working_folder);
    for (auto& file : files) {
        auto path = system::joined(working_folder, file.path);
        if (!root.empty()) {
            auto other = system::joined(root, file.path);
            if (file.by_git) std::swap(path, other);
            if (!system::exists(path) && system::exists(other)) path = std::move(other);
        }
        auto& added = added_[path];
        added.insert(added.end(), file.added.begin(), file.added.end());
    }
}

bool ChangedLines::touch(std::string const& path, LineRange lines) const {
    auto const found = added_.find(path);
    if (found == added_.end()) return false;
    return std::ranges::any_of(found->second, [&](LineRange const& added) {
        return added.first <= lines.last && lines.first <= added.last;
    });
}

}  // namespace dockcheck::cli
