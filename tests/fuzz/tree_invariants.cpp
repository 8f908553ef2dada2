// See the header: a walk over the tree that looks at spans and at what lies between them.
#include "tests/fuzz/tree_invariants.hpp"

#include <algorithm>
#include <string_view>
#include <vector>

#include "analyzer/text/utf8.hpp"
#include "tests/fuzz/require.hpp"

namespace dockcheck::test {
namespace {

class TreeCheck {
 public:
    TreeCheck(Source const& source, ast::File const& file)
        : bytes_(source.bytes()),
          file_(file),
          has_long_line_(has_fault(ast::FaultKind::line_too_long)) {}

    void run() const {
        lines_in_order();
        for (auto const& directive : file_.directives) {
            inside_file(directive.span);
            require(directive.span.contains(directive.value_span), "a value inside its directive");
        }
        std::uint32_t last = 0;
        for (auto const& fault : file_.faults) {
            inside_file(fault.span);
            require(fault.span.begin >= last, "faults in the order of the file");
            last = fault.span.begin;
        }
        for (auto const& instruction : file_.instructions) check(instruction);
        nothing_lost_between();
    }

 private:
    // Spans.

    void inside_file(Span span) const {
        require(span.begin <= span.end && span.end <= bytes_.size(), "a span inside the file");
    }

    // Every place in the text leads into the whole.
    void check(Mapped text, Span whole) const {
        inside_file(text.source());
        if (text.empty()) return;  // one that is not there may stand anywhere
        require(whole.contains(text.source()), "a text inside its whole");
        auto const step = text.size() / 16 + 1;
        for (std::uint32_t at = 0; at < text.size(); at += step)
            require(whole.contains(text.source({at, at + 1})), "each byte inside its whole");
    }

    void check(ast::Word const& word, Span whole) const {
        inside_file(word.span);
        require(whole.contains(word.span), "a word inside its whole");
        check(word.text, word.span);
    }

    void lines_in_order() const {
        std::uint32_t line = 0;
        std::uint32_t end = 0;
        for (auto const& instruction : file_.instructions) {
            require(instruction.first_line > line, "instructions in the order of the file");
            line = instruction.last_line;
            require(instruction.first_line <= line, "the lines of an instruction in order");
            require(instruction.whole.begin >= end, "instructions apart");
            end = instruction.whole.end;
        }
        line = 0;
        for (auto const& comment : file_.comments) {
            inside_file(comment.span);
            require(comment.line > line, "comments in the order of the file");
            line = comment.line;
        }
    }

    void check(ast::Instruction const& instruction) const {
        inside_file(instruction.whole);
        require(instruction.whole.contains(instruction.span), "an instruction inside its lines");
        require(instruction.span.contains(instruction.name_span), "a name inside its instruction");
        check(instruction.line, instruction.span);
        check(instruction.arguments, instruction.span);
        for (auto const& flag : instruction.flags) {
            require(instruction.span.contains(flag.span), "a flag inside its instruction");
            require(flag.span.contains(flag.name_span), "a name inside its flag");
            require(flag.span.contains(flag.value_span), "a value inside its flag");
            if (flag.has_value) check(flag.value, flag.span);
        }
        auto const arguments = instruction.arguments.source();
        for (auto const& word : instruction.words) check(word, arguments);
        for (auto const& heredoc : instruction.heredocs) check(heredoc, instruction.whole);
        ast::visit([&](auto const& typed) { parts(typed, instruction); }, instruction.node);
        nothing_lost_in(instruction);
    }

    void check(ast::Heredoc const& heredoc, Span whole) const {
        for (auto const span : {heredoc.marker, heredoc.body_span, heredoc.terminator}) {
            inside_file(span);
            require(whole.contains(span), "a heredoc inside the lines of its instruction");
        }
        auto const body = bytes_.substr(heredoc.body_span.begin, heredoc.body_span.size());
        require(heredoc.body == body, "a body as it is in the file");
    }

    template <typename Node>
    void parts(Node const& typed, ast::Instruction const& instruction) const {
        auto const whole = instruction.span;
        if constexpr (requires { typed.pairs; }) {
            for (auto const& pair : typed.pairs) {
                require(whole.contains(pair.span), "a pair inside its instruction");
                check(pair.key, pair.span);
                check(pair.value, pair.span);
            }
        }
        if constexpr (requires { typed.sources; }) {
            for (auto const& source : typed.sources) check(source.word, whole);
            check(typed.destination, whole);
        }
        if constexpr (requires { typed.command; }) {
            require(typed.command.text.empty() || whole.contains(typed.command.span),
                    "a command inside its instruction");
            check(typed.command.text, whole);
        }
        if constexpr (requires { typed.mounts; }) {
            for (auto const& mount : typed.mounts)
                for (auto const& field : mount.fields) check(field, mount.flag->span);
        }
        if constexpr (requires { typed.value; }) check(typed.value, whole);
        if constexpr (requires { typed.image; }) {
            check(typed.image, whole);
            check(typed.name, whole);
        }
        if constexpr (requires { typed.trigger; }) {
            if (typed.trigger != nullptr) check(*typed.trigger);
        }
    }

    void check(ast::Field const& field, Span whole) const {
        check(field.text, whole);
        check(field.key, whole);
        check(field.value, whole);
    }

    // What lies between the parts.

    /// Goes over a range, in which comments, blanks and continuations are nothing.
    class Gap {
     public:
        Gap(TreeCheck const& tree, Span range) : tree_(tree), at_(range.begin), end_(range.end) {}

        bool is_nothing_but(std::string_view signs) {
            while (at_ < end_) {
                if (!step(signs)) return false;
            }
            return true;
        }

     private:
        bool step(std::string_view signs) {
            auto const text = tree_.bytes_.substr(at_, end_ - at_);
            if (auto const comment = tree_.end_of_comment(at_); comment > at_) {
                at_ = comment;
                return true;
            }
            auto const next = decode(text);
            auto const byte = static_cast<unsigned char>(text[0]);
            if (is_unicode_space(next.value)) {
                at_ += next.size;
            } else if (byte == 0x85 || byte == 0xA0 || signs.find(text[0]) != signs.npos) {
                ++at_;
            } else if (text[0] == tree_.file_.escape) {
                return continuation();
            } else {
                return false;
            }
            return true;
        }

        /// The escape character with the end of its line, or of the file, which may lie behind the
        /// gap.
        bool continuation() {
            auto const text = tree_.bytes_.substr(at_);
            auto at = std::min(text.find_first_not_of(" \t", 1), text.size());
            at = std::min(text.find_first_not_of('\r', at), text.size());
            if (at != text.size() && text[at] != '\n') return false;
            at_ = std::min(at_ + static_cast<std::uint32_t>(at), end_);
            return true;
        }

        TreeCheck const& tree_;
        std::uint32_t at_;
        std::uint32_t end_;
    };

    /// The end of a comment or directive that begins at an offset, or 0.
    [[nodiscard]] std::uint32_t end_of_comment(std::uint32_t at) const {
        auto const begin = [](auto const& each) { return each.span.begin; };
        auto const comment = std::ranges::lower_bound(file_.comments, at, {}, begin);
        if (comment != file_.comments.end() && comment->span.begin == at) return comment->span.end;
        auto const directive = std::ranges::lower_bound(file_.directives, at, {}, begin);
        if (directive != file_.directives.end() && directive->span.begin == at)
            return directive->span.end;
        return 0;
    }

    void nothing_between(std::uint32_t begin, std::uint32_t end, std::string_view signs,
                         char const* what) const {
        require(begin <= end, "parts in order");
        require(Gap(*this, {begin, end}).is_nothing_but(signs), what);
    }

    [[nodiscard]] bool has_fault(ast::FaultKind kind) const {
        return std::ranges::find(file_.faults, kind, &ast::Fault::kind) != file_.faults.end();
    }

    void nothing_lost_between() const {
        // Lines that are too long are told and left out, and of a directive that is given twice
        // only the fault is kept.
        if (has_long_line_ || has_fault(ast::FaultKind::duplicate_directive)) return;
        std::uint32_t at = bytes_.starts_with("\xEF\xBB\xBF") ? 3 : 0;
        for (auto const& instruction : file_.instructions) {
            nothing_between(at, instruction.whole.begin, "", "nothing lost between instructions");
            at = instruction.whole.end;
        }
        auto const size = static_cast<std::uint32_t>(bytes_.size());
        nothing_between(at, size, "", "nothing lost behind the last instruction");
    }

    void nothing_lost_in(ast::Instruction const& instruction) const {
        if (has_long_line_) return;
        bool const is_trigger = !is_of_file(instruction);
        if (!is_trigger) {
            nothing_between(instruction.whole.begin, instruction.span.begin, "",
                            "nothing lost before a keyword");
        }
        auto at = instruction.name_span.end;
        for (auto const& flag : instruction.flags) {
            nothing_between(at, flag.span.begin, "", "nothing lost before a flag");
            at = flag.span.end;
        }
        auto const arguments = instruction.arguments.source();
        // A lone -- ends the flags; it may be written with quotes and escapes.
        if (!instruction.arguments.empty()) {
            nothing_between(at, arguments.begin, "-'\"\\`", "nothing lost before the arguments");
            at = arguments.end;
        }
        if (!is_trigger) behind_the_arguments(instruction, at);
        words(instruction);
    }

    [[nodiscard]] bool is_of_file(ast::Instruction const& instruction) const {
        auto const all = file_.instructions;
        return !all.empty() && &instruction >= all.data() && &instruction < all.data() + all.size();
    }

    void behind_the_arguments(ast::Instruction const& instruction, std::uint32_t at) const {
        auto const flag_ends = instruction.arguments.empty() ? "-'\"\\`" : "";
        for (auto const& heredoc : instruction.heredocs) {
            nothing_between(at, heredoc.body_span.begin, flag_ends, "nothing lost before a body");
            nothing_between(heredoc.body_span.end, heredoc.terminator.begin, "\t",
                            "nothing lost before an end word");
            at = heredoc.terminator.end;
        }
        nothing_between(at, instruction.whole.end, flag_ends, "nothing lost behind the arguments");
    }

    void words(ast::Instruction const& instruction) const {
        using ast::Keyword;
        auto const keyword = instruction.keyword;
        if (keyword == Keyword::unknown || keyword == Keyword::onbuild) return;
        // BuildKit finds no type where a byte stands first that is a blank to it alone.
        if (keyword == Keyword::healthcheck && instruction.words.empty()) return;
        auto const arguments = instruction.arguments.source();
        auto const signs = instruction.json ? "[,]" : "";
        auto at = arguments.begin;
        for (auto const& word : instruction.words) {
            nothing_between(at, word.span.begin, signs, "nothing lost before a word");
            at = word.span.end;
        }
        nothing_between(at, arguments.end, signs, "nothing lost behind the last word");
    }

    std::string_view bytes_;
    ast::File const& file_;
    bool has_long_line_;
};

}  // namespace

void require_sound(Source const& source, ast::File const& file) { TreeCheck(source, file).run(); }

}  // namespace dockcheck::test
