// Which bytes each ignore comment covers.
#include "analyzer/lint/ignore_comments.hpp"

#include <algorithm>
#include <optional>
#include <utility>

namespace dockcheck {
namespace {

std::uint32_t size_of(std::string_view text) { return static_cast<std::uint32_t>(text.size()); }

/// Where the line that holds `offset` ends, its line end left out.
std::uint32_t line_end(std::string_view bytes, std::uint32_t offset) {
    auto const found = bytes.find('\n', offset);
    return found == std::string_view::npos ? size_of(bytes) : static_cast<std::uint32_t>(found);
}

bool is_blank(std::string_view text) {
    return text.find_first_not_of(" \t\r\f\v") == std::string_view::npos;
}

/// Finds what the comments of one Dockerfile cover.
class CommentPlaces {
 public:
    CommentPlaces(Source const& source, ast::File const& file, std::string_view today,
                  IsRuleName is_rule_name)
        : bytes_(source.bytes()), file_(file), today_(today), is_rule_name_(is_rule_name) {}

    std::vector<IgnoreComment> find(std::span<Span const> in_scripts) {
        read_behind_instructions();
        bool const has_none = file_.comments.empty() && file_.directives.empty();
        if (has_none && in_scripts.empty()) return std::move(comments_);
        read_directives();
        for (auto const& comment : file_.comments) read_comment(comment);
        for (auto const& span : in_scripts) read_comment({text(span), span, 0, true});
        for (auto const& instruction : file_.instructions) read_attached(instruction);
        auto const begin = [](IgnoreComment const& comment) { return comment.span.begin; };
        if (!std::ranges::is_sorted(comments_, {}, begin)) {
            std::ranges::stable_sort(comments_, {}, begin);
        }
        cover_lines();
        return std::move(comments_);
    }

 private:
    [[nodiscard]] Span everything() const { return {0, size_of(bytes_) + 1}; }

    /// For each instruction the end of its stage.
    void find_stages() {
        auto const& instructions = file_.instructions;
        stage_ends_.resize(instructions.size());
        auto end = size_of(bytes_);
        for (auto i = instructions.size(); i-- > 0;) {
            stage_ends_[i] = end;
            if (instructions[i].keyword == ast::Keyword::from) end = instructions[i].whole.begin;
        }
        auto const is_from = [](auto const& one) { return one.keyword == ast::Keyword::from; };
        auto const first = std::ranges::find_if(instructions, is_from);
        if (first != instructions.end()) first_from_ = first->whole.begin;
    }

    [[nodiscard]] std::string_view text(Span span) const {
        return bytes_.substr(span.begin, span.size());
    }

    std::optional<IgnoreComment> read(Span span) {
        IgnoreComment comment;
        if (!read_ignore_comment(text(span), span.begin, today_, is_rule_name_, comment)) return {};
        if (stage_ends_.empty()) find_stages();  // most files have no such comment
        return comment;
    }

    /// `# check=skip=X` in the block of directives holds for the file.
    void read_directives() {
        for (auto const& directive : file_.directives) {
            if (directive.name != "check") continue;
            auto comment = read(directive.span);
            if (!comment || comment->dialect != IgnoreDialect::buildkit) continue;
            comment->scope = IgnoreScope::file;
            comment->covers = everything();
            if (!comment->names.empty()) comments_.push_back(std::move(*comment));
        }
    }

    /// Comments of ours that stand behind an instruction, where there are none: to BuildKit they
    /// are a part of it. Heredocs of files are left alone, as they may hold a Dockerfile, and so
    /// are quoted texts.
    void read_behind_instructions() {
        constexpr std::string_view name = "dockcheck";
        for (auto at = bytes_.find(name); at != bytes_.npos; at = bytes_.find(name, at)) {
            auto const hash = bytes_.find_last_not_of(" \t", at == 0 ? 0 : at - 1);
            bool const is_behind = hash != bytes_.npos && hash > 0 && bytes_[hash] == '#'
                                   && (bytes_[hash - 1] == ' ' || bytes_[hash - 1] == '\t');
            if (!is_behind) {
                at += name.size();
                continue;
            }
            // What follows in the line is a part of the comment.
            auto const begin = static_cast<std::uint32_t>(hash);
            auto end = line_end(bytes_, begin);
            at = end;
            auto const* const instruction = instruction_with(begin);
            if (instruction == nullptr || !is_behind_words(begin)) continue;
            if (bytes_[end - 1] == '\r') --end;
            auto comment = read({begin, end});
            if (!comment || comment->dialect != IgnoreDialect::dockcheck) continue;
            if (comment->names.empty()) continue;
            comment->fault = IgnoreFault::behind_words;
            comment->covers = {};
            comments_.push_back(std::move(*comment));
        }
    }

    [[nodiscard]] ast::Instruction const* instruction_with(std::uint32_t offset) {
        auto const next = std::ranges::upper_bound(
            file_.instructions, offset, {},
            [](ast::Instruction const& instruction) { return instruction.span.begin; });
        if (next == file_.instructions.begin()) return nullptr;
        auto const& instruction = *(next - 1);
        bool const is_in = offset < instruction.span.end || is_in_script(instruction, offset);
        return is_in ? &instruction : nullptr;
    }

    /// In the heredoc that is all that a RUN runs, and that writes no other file by one.
    [[nodiscard]] bool is_in_script(ast::Instruction const& instruction, std::uint32_t offset) {
        if (instruction.keyword != ast::Keyword::run || instruction.heredocs.size() != 1) {
            return false;
        }
        auto const body = instruction.heredocs.front().body_span;
        if (offset < body.begin || offset >= body.end) return false;
        // One may have many comments.
        if (std::exchange(asked_, &instruction) == &instruction) return is_script_;
        auto const words = text(instruction.span).substr(instruction.name_span.size());
        auto const first = words.find_first_not_of(" \t");
        is_script_ = first != words.npos && words.substr(first).starts_with("<<")
                     && text(body).find("<<") == std::string_view::npos;
        return is_script_;
    }

    /// Whether other words stand before it in its line, and no quote is open there.
    [[nodiscard]] bool is_behind_words(std::uint32_t offset) const {
        auto const newline = bytes_.rfind('\n', offset);
        auto const begin = newline == bytes_.npos ? 0 : newline + 1;
        auto const before = bytes_.substr(begin, offset - begin);
        auto const first = before.find_first_not_of(" \t\r\f\v");
        if (first == before.npos || before[first] == '#') return false;
        return std::ranges::count(before, '"') % 2 == 0
               && std::ranges::count(before, '\'') % 2 == 0;
    }

    void read_comment(ast::Comment const& at) {
        auto comment = read(at.span);
        if (!comment || comment->dialect == IgnoreDialect::buildkit) return;
        if (at.inside && comment->scope == IgnoreScope::instruction) {
            comment->scope = IgnoreScope::line;
        }
        bool const is_late = comment->dialect == IgnoreDialect::dockcheck
                             && comment->scope == IgnoreScope::file && at.span.begin > first_from_;
        if (is_late && comment->fault == IgnoreFault::none) {
            comment->fault = IgnoreFault::too_late;
        }
        if (comment->fault == IgnoreFault::none && comment->scope != IgnoreScope::line) {
            cover(*comment);
        }
        comments_.push_back(std::move(*comment));
    }

    void cover(IgnoreComment& comment) {
        if (comment.scope == IgnoreScope::file) {
            comment.covers = everything();
            return;
        }
        auto const next = std::ranges::lower_bound(
            file_.instructions, comment.span.begin, {},
            [](ast::Instruction const& instruction) { return instruction.whole.begin; });
        if (next == file_.instructions.end()) return;
        auto const index = static_cast<std::size_t>(next - file_.instructions.begin());
        auto const end =
            comment.scope == IgnoreScope::stage ? stage_ends_[index] : next->whole.end + 1;
        comment.covers = {comment.span.begin, end};
    }

    /// Of the comments right above an instruction BuildKit obeys the first `check=` alone.
    void read_attached(ast::Instruction const& instruction) {
        for (auto const& at : instruction.comments) {
            auto comment = read(at.span);
            if (!comment || comment->dialect != IgnoreDialect::buildkit) continue;
            if (comment->names.empty()) continue;
            comment->covers = {comment->span.begin, instruction.whole.end + 1};
            comments_.push_back(std::move(*comment));
            return;
        }
    }

    /// From the last comment to the first, so that stacked ones share the line behind them and no
    /// line is read twice.
    void cover_lines() {
        std::uint32_t below_begin = size_of(bytes_);  // of the comment that follows
        std::uint32_t below_end = below_begin + 1;    // of what it covers
        for (auto i = comments_.size(); i-- > 0;) {
            auto& comment = comments_[i];
            if (comment.scope != IgnoreScope::line || comment.fault != IgnoreFault::none) continue;
            auto const line = code_line(comment.span.end, below_begin);
            below_end = line.end < below_begin ? line.end + 1 : below_end;
            below_begin = comment.span.begin;
            comment.covers = {below_begin, below_end};
        }
    }

    /// The first line behind an offset that is neither blank nor a comment; a later one than
    /// `limit` where there is none before it.
    [[nodiscard]] Span code_line(std::uint32_t offset, std::uint32_t limit) const {
        Span line{offset, line_end(bytes_, offset)};
        while (line.end < limit) {
            auto const begin = line.end + 1;
            line = {begin, line_end(bytes_, begin)};
            auto const first = text(line).find_first_not_of(" \t\r\f\v");
            if (first != std::string_view::npos && text(line)[first] != '#') break;
        }
        return line;
    }

    std::string_view bytes_;
    ast::File const& file_;
    std::string_view today_;
    IsRuleName is_rule_name_;
    std::vector<std::uint32_t> stage_ends_;
    std::uint32_t first_from_ = ~std::uint32_t{0};
    std::vector<IgnoreComment> comments_;
    ast::Instruction const* asked_ = nullptr;  ///< by is_in_script(), last
    bool is_script_ = false;                   ///< what it said
};

}  // namespace

std::vector<IgnoreComment> ignore_comments(Source const& source, ast::File const& file,
                                           std::span<Span const> in_scripts, std::string_view today,
                                           IsRuleName is_rule_name) {
    return CommentPlaces(source, file, today, is_rule_name).find(in_scripts);
}

std::vector<IgnoreComment> ignore_comments(Source const& source, std::string_view today,
                                           IsRuleName is_rule_name) {
    std::vector<IgnoreComment> comments;
    auto const bytes = source.bytes();
    std::size_t waiting = 0;  // comments from here on stand above the next line
    for (std::uint32_t begin = 0; begin < bytes.size();) {
        auto const end = line_end(bytes, begin);
        auto const line = bytes.substr(begin, end - begin);
        auto const hash = line.find_first_not_of(" \t");
        if (hash != std::string_view::npos && line[hash] == '#') {
            IgnoreComment comment;
            auto const offset = begin + static_cast<std::uint32_t>(hash);
            if (read_ignore_comment(line.substr(hash), offset, today, is_rule_name, comment)
                && comment.fault == IgnoreFault::none) {
                if (comment.scope == IgnoreScope::file) comment.covers = {0, size_of(bytes) + 1};
                comments.push_back(std::move(comment));
            }
        } else if (!is_blank(line)) {
            for (; waiting < comments.size(); ++waiting) {
                auto& comment = comments[waiting];
                if (comment.covers.empty()) comment.covers = {comment.span.begin, end + 1};
            }
        }
        begin = end + 1;
    }
    return comments;
}

}  // namespace dockcheck
