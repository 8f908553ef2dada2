// The one check of all matches.
#include "analyzer/lint/match.hpp"

#include <algorithm>
#include <array>
#include <deque>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "analyzer/lint/pass.hpp"
#include "analyzer/text/pattern.hpp"

namespace dockcheck {

/// A pattern that is compiled when it is first asked. One that is wrong matches nothing: who reads
/// patterns has told of it.
class LazyPattern {
 public:
    explicit LazyPattern(std::string_view text) : text_(text) {}

    [[nodiscard]] bool matches(std::string_view word) const {
        std::call_once(once_, [this] {
            if (auto compiled = Pattern::compile(text_)) pattern_ = std::move(*compiled);
        });
        return pattern_ && pattern_->matches(word);
    }

 private:
    std::string_view text_;
    mutable std::once_flag once_;
    mutable std::optional<Pattern> pattern_;
};

namespace {

/// A word that a pattern can match, and what may stand there where a part is not known.
struct MatchWord {
    Span span;
    std::string shown;               ///< for the message
    std::vector<std::string> texts;  ///< the value, or several that it might be
    bool is_open = false;            ///< not known from its start: it may be any word
};

/// What unknown pieces are taken for in turn: a word matches for certain when all of them do.
constexpr std::array<std::string_view, 2> stand_ins{"", "x"};

std::string with_unknown_as(Value const& value, std::optional<std::string_view> stand_in) {
    std::string result;
    for (auto const& piece : value.pieces()) {
        result += piece.known ? piece.text : stand_in.value_or(piece.text);
    }
    return result;
}

MatchWord word_of(Span span, Value const& value, std::string const& prefix = {}) {
    MatchWord word{span, {}, {}, false};
    if (value.is_known()) {
        word.shown = prefix + std::string(value.text_or_empty());
        word.texts.push_back(word.shown);
        return word;
    }
    word.shown = prefix + with_unknown_as(value, std::nullopt);
    word.texts.push_back(word.shown);
    for (auto const stand_in : stand_ins) {
        word.texts.push_back(prefix + with_unknown_as(value, stand_in));
    }
    word.is_open = prefix.empty() && !value.pieces().front().known;
    return word;
}

}  // namespace

class CompiledMatch {
 public:
    explicit CompiledMatch(MatchInfo const& info)
        : info_(info),
          commands_(info.commands.begin(), info.commands.end()),
          arguments_(info.arguments.begin(), info.arguments.end()),
          lacks_(info.lacks.begin(), info.lacks.end()) {}

    [[nodiscard]] bool takes(ast::Instruction const& instruction) const {
        auto const& names = info_.instructions;
        return names.empty()
               || std::ranges::find(names, ast::to_string(instruction.keyword)) != names.end();
    }
    [[nodiscard]] bool takes_program(std::string_view name) const {
        return !name.empty() && any(commands_, name);
    }

    /// Looks at the words behind a program or keyword that is itself right.
    void look(Pass& pass, MatchWord const& head, std::vector<MatchWord> const& words,
              std::string_view program, std::string_view keyword) const {
        if (!lacks_.empty() && has_what_it_lacks(words)) return;
        auto const report = [&](MatchWord const& word) {
            Message<match_holes> const message{info_.text, info_.help};
            pass.report(word.span, message, word.shown, program, keyword);
        };
        if (arguments_.empty()) return report(head);
        for (auto const& word : words) {
            if (!matches(arguments_, word)) continue;
            report(word);
            // What is missing is missing once.
            if (!lacks_.empty()) return;
        }
    }

 private:
    using Patterns = std::deque<LazyPattern>;

    static bool any(Patterns const& patterns, std::string_view text) {
        return std::ranges::any_of(
            patterns, [&](LazyPattern const& pattern) { return pattern.matches(text); });
    }
    static bool matches(Patterns const& patterns, MatchWord const& word) {
        return std::ranges::any_of(patterns, [&](LazyPattern const& pattern) {
            return std::ranges::all_of(
                word.texts, [&](std::string const& text) { return pattern.matches(text); });
        });
    }
    /// Whether one of the words is, or may be, what must be missing.
    [[nodiscard]] bool has_what_it_lacks(std::vector<MatchWord> const& words) const {
        return std::ranges::any_of(words, [&](MatchWord const& word) {
            return word.is_open || std::ranges::any_of(word.texts, [&](std::string const& text) {
                       return any(lacks_, text);
                   });
        });
    }

    MatchInfo info_;
    Patterns commands_;
    Patterns arguments_;
    Patterns lacks_;
};

namespace {

std::vector<MatchWord> words_of(model::Command const& command) {
    std::vector<MatchWord> words;
    for (std::size_t i = 1; i < command.arguments.size(); ++i) {
        words.push_back(word_of(command.arguments[i].span, command.arguments[i].value));
    }
    return words;
}

/// The words of an instruction as one reads them: NAME=value is one, flags are too.
class InstructionWords {
 public:
    InstructionWords(ast::Instruction const& instruction, Pass& pass)
        : instruction_(instruction), pass_(pass) {}

    std::vector<MatchWord> read() {
        for (auto const& flag : instruction_.flags) {
            words_.push_back(word_of(flag.span, Value(pass_.text(flag.span))));
        }
        ast::visit([this](auto const& node) { add(node); }, instruction_.node);
        return std::move(words_);
    }

 private:
    void add(ast::Word const& word) {
        if (word.text.text().empty()) return;
        words_.push_back(word_of(word.span, pass_.value(word)));
    }
    void add(std::span<ast::Word const> words) {
        for (auto const& word : words) add(word);
    }
    void add(std::span<ast::Pair const> pairs) {
        for (auto const& pair : pairs) {
            auto const key = pass_.value(pair.key);
            if (!key.is_known()) continue;
            std::string const name(key.text_or_empty());
            if (!pair.has_value) {
                words_.push_back(word_of(pair.span, Value(key.text_or_empty())));
            } else if (pair.value.text.text().empty()) {
                words_.push_back(word_of(pair.span, {}, name + "="));
            } else {
                words_.push_back(word_of(pair.span, pass_.value(pair.value), name + "="));
            }
        }
    }
    /// The words of all commands that the instruction runs.
    void add(ast::CommandForm const& /*form*/) {
        if (pass_.stage() == nullptr) return;
        for (auto const& command : pass_.stage()->commands_of(instruction_)) {
            for (auto& word : words_of(command)) words_.push_back(std::move(word));
        }
    }
    void add(std::span<ast::CopySource const> sources) {
        for (auto const& source : sources) add(source.word);
    }

    void add(ast::Unknown const&) {}
    void add(ast::Onbuild const&) {}
    void add(ast::Add const& node) {
        add(node.sources);
        add(node.destination);
    }
    void add(ast::Copy const& node) {
        add(node.sources);
        add(node.destination);
    }
    void add(ast::Arg const& node) { add(node.pairs); }
    void add(ast::Env const& node) { add(node.pairs); }
    void add(ast::Label const& node) { add(node.pairs); }
    void add(ast::Cmd const& node) { add(node.command); }
    void add(ast::Entrypoint const& node) { add(node.command); }
    void add(ast::Healthcheck const& node) { add(node.command); }
    void add(ast::Run const& node) { add(node.command); }
    void add(ast::Shell const& node) { add(node.command.words); }
    void add(ast::Expose const& node) { add(node.ports); }
    void add(ast::Volume const& node) { add(node.paths); }
    void add(ast::From const& node) { add(node.image); }
    void add(ast::Maintainer const& node) { add(node.value); }
    void add(ast::Stopsignal const& node) { add(node.value); }
    void add(ast::User const& node) { add(node.value); }
    void add(ast::Workdir const& node) { add(node.value); }

    ast::Instruction const& instruction_;
    Pass& pass_;
    std::vector<MatchWord> words_;
};

/// Programs that the model takes off the front of a command.
constexpr std::array<std::pair<std::string_view, std::uint16_t>, 4> front_programs{{
    {"sudo", model::wrapper_sudo},
    {"env", model::wrapper_env},
    {"exec", model::wrapper_exec},
    {"xargs", model::wrapper_xargs},
}};

/// Where such a program stands in front of its command.
Span front_span(model::Command const& command, std::string_view name, Pass const& pass) {
    auto const begin = command.instruction->span.begin;
    if (command.span.begin < begin) return command.span;
    auto const before = pass.text({begin, command.span.begin});
    auto const at = before.rfind(name);
    if (at == std::string_view::npos) return command.span;
    auto const start = begin + static_cast<std::uint32_t>(at);
    return {start, start + static_cast<std::uint32_t>(name.size())};
}

}  // namespace

std::shared_ptr<void const> compile(MatchInfo const& info) {
    return std::make_shared<CompiledMatch const>(info);
}

void detail::match_command(void const* subject, Pass& pass, void const* compiled) {
    auto const& command = *static_cast<model::Command const*>(subject);
    auto const& match = *static_cast<CompiledMatch const*>(compiled);
    if (command.instruction == nullptr || !match.takes(*command.instruction)) return;
    auto const keyword = ast::to_string(command.instruction->keyword);
    auto const words = words_of(command);
    for (auto const& [name, wrapper] : front_programs) {
        if ((command.wrappers & wrapper) == 0 || !match.takes_program(name)) continue;
        auto all = words;
        if (!command.arguments.empty()) {
            auto const& program = command.arguments.front();
            all.insert(all.begin(), word_of(program.span, program.value));
        }
        auto const head = word_of(front_span(command, name, pass), Value(name));
        match.look(pass, head, all, name, keyword);
    }
    if (command.arguments.empty() || !match.takes_program(command.program)) return;
    auto const head = word_of(command.arguments.front().span, Value(command.program));
    match.look(pass, head, words, command.program, keyword);
}

void detail::match_instruction(void const* subject, Pass& pass, void const* compiled) {
    auto const& instruction = *static_cast<ast::Instruction const*>(subject);
    auto const& match = *static_cast<CompiledMatch const*>(compiled);
    if (instruction.is_faulty || !match.takes(instruction)) return;
    auto const keyword = ast::to_string(instruction.keyword);
    if (keyword.empty()) return;
    auto const head = word_of(instruction.name_span, Value(keyword));
    match.look(pass, head, InstructionWords(instruction, pass).read(), keyword, keyword);
}

}  // namespace dockcheck
