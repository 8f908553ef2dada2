// The tree of a Dockerfile: what was written, with the place of each part.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <type_traits>

#include "analyzer/syntax/dockerfile/fault.hpp"
#include "analyzer/text/mapped.hpp"
#include "analyzer/text/span.hpp"

/// Nodes are views into the arena and the source of a Document (parse.hpp). Spans are places in the
/// source.
namespace dockcheck::ast {

/// The 18 instructions of the language; `unknown` is any other first word.
enum class Keyword : std::uint8_t {
    unknown,
    add,
    arg,
    cmd,
    copy,
    entrypoint,
    env,
    expose,
    from,
    healthcheck,
    label,
    maintainer,
    onbuild,
    run,
    shell,
    stopsignal,
    user,
    volume,
    workdir,
};

/// The keyword in capital letters; "" for unknown.
std::string_view to_string(Keyword keyword);

/// One argument. Nothing is expanded; only a JSON element is decoded.
struct Word {
    Mapped text;  ///< as written, quotes and escapes kept; the decoded string of a JSON element
    Span span;    ///< the source, with the quotes of a JSON element
    bool json = false;  ///< an element of a JSON array
};

/// A builder flag: `--from=build`.
struct Flag {
    std::string_view name;  ///< without the dashes
    Mapped value;  ///< quotes and escapes removed; bytes above 7F read as Latin-1, as BuildKit does
    bool has_value = false;  ///< there is a `=`
    Span span;               ///< all of it
    Span name_span;          ///< dashes and name
    Span value_span;         ///< behind the `=`
};

/// `<<EOF` and the lines that belong to it.
struct Heredoc {
    std::string_view name;         ///< the end word, quotes removed
    bool expand = true;            ///< false when the word was quoted
    bool chomp = false;            ///< `<<-`: leading tabs are stripped later
    std::uint64_t descriptor = 0;  ///< the number before `<<`
    std::string_view body;         ///< raw bytes, line ends as they are
    Span marker;                   ///< `<<EOF` in the instruction
    Span body_span;
    Span terminator;  ///< the end word's line, without its line end
};

/// A comment line, as BuildKit keeps it: without its first byte, trimmed.
struct Comment {
    std::string_view text;
    Span span;            ///< from the `#` to the end of the line, without the line end
    std::uint32_t line;   ///< 1-based
    bool inside = false;  ///< between the lines of a continued instruction
};

/// A parser directive at the top of the file: `# escape=` and a backtick.
struct Directive {
    std::string_view name;  ///< lower-case
    std::string_view value;
    Span span;
    Span value_span;
    std::uint32_t line;
};

/// KEY=VALUE of ENV, LABEL and ARG.
struct Pair {
    Word key;
    Word value;              ///< as written, quotes kept
    bool has_value = false;  ///< false for `ARG NAME`
    Span span;
};

/// The two forms of a command.
struct CommandForm {
    bool json = false;
    std::span<Word const> words;  ///< the elements of the JSON form
    Mapped text;                  ///< the shell form as written; empty for the JSON form
    Span span;                    ///< all of it
};

/// A source of COPY or ADD. A heredoc word makes a file whose name is the heredoc's.
struct CopySource {
    Word word;
    bool is_inline = false;            ///< written `<<NAME`
    Heredoc const* heredoc = nullptr;  ///< the body, found by name; nullptr when there is none
};

/// A field of a CSV flag value (--mount, --device): `target=/x` or a bare `ro`.
struct Field {
    Mapped text;   ///< the whole field, CSV quotes removed
    Mapped key;    ///< before the first `=`, as written
    Mapped value;  ///< behind it
    bool has_value = false;
};

/// A --mount of RUN.
struct Mount {
    Flag const* flag = nullptr;
    std::span<Field const> fields;

    /// The last field of one of the names (lower-case, compared without case), or nullptr.
    [[nodiscard]] Field const* find(std::string_view name, std::string_view alias = {},
                                    std::string_view second_alias = {}) const;
};

struct From {
    Word image;              ///< empty text when missing
    Word name;               ///< behind AS; empty when there is none
    std::string_view stage;  ///< the name in lower case
    Flag const* platform = nullptr;
};
struct Arg {
    std::span<Pair const> pairs;
};
struct Env {
    std::span<Pair const> pairs;
    bool legacy = false;  ///< `ENV key the rest`
};
struct Label {
    std::span<Pair const> pairs;
    bool legacy = false;
};
struct Maintainer {
    Word value;
};
struct Run {
    CommandForm command;
    std::span<Mount const> mounts;
};
struct Cmd {
    CommandForm command;
};
struct Entrypoint {
    CommandForm command;
};
struct Shell {
    CommandForm command;
};
struct Healthcheck {
    Word type;  ///< CMD, NONE or what stands there; empty when missing
    bool none = false;
    CommandForm command;  ///< of CMD
};
struct Copy {
    std::span<CopySource const> sources;
    Word destination;
    Flag const* from = nullptr;
    bool json = false;
};
struct Add {
    std::span<CopySource const> sources;
    Word destination;
    bool json = false;
};
struct Expose {
    std::span<Word const> ports;  ///< in the order of the source
};
struct Volume {
    std::span<Word const> paths;
    bool json = false;
};
struct User {
    Word value;
};
struct Workdir {
    Word value;
};
struct Stopsignal {
    Word value;
};
struct Instruction;
struct Onbuild {
    /// Read as BuildKit's line parser reads it. Faults that BuildKit sees only in the child are not
    /// reported.
    Instruction const* trigger = nullptr;
    std::string_view text;  ///< the trigger as it is stored, heredocs included
};
struct Unknown {};

/// What an instruction means: one of the types above. It lies in the arena, since they differ much
/// in size and there may be many instructions.
class Node {
 public:
    constexpr Node() = default;  ///< Unknown
    template <typename Type>
    explicit constexpr Node(Type const* typed) : typed_(typed), index_(index_of<Type>()) {}

    /// The place of a type in the list of all.
    template <typename Type>
    static constexpr std::uint8_t index_of() {
        return Types::index_of<Type>();
    }
    [[nodiscard]] constexpr std::uint8_t index() const { return index_; }
    /// Nullptr for Unknown.
    [[nodiscard]] constexpr void const* address() const { return typed_; }

 private:
    template <typename... Type>
    struct List {
        template <typename Wanted>
        static constexpr std::uint8_t index_of() {
            static_assert((std::is_same_v<Wanted, Type> || ...));
            std::uint8_t index = 0;
            (void)((std::is_same_v<Wanted, Type> || (++index, false)) || ...);
            return index;
        }
    };
    using Types = List<Unknown, Add, Arg, Cmd, Copy, Entrypoint, Env, Expose, From, Healthcheck,
                       Label, Maintainer, Onbuild, Run, Shell, Stopsignal, User, Volume, Workdir>;

    void const* typed_ = nullptr;
    std::uint8_t index_ = 0;
};

/// The node as the type, or nullptr when it is of another one.
template <typename Type>
constexpr Type const* get_if(Node const* node) {
    if (node->index() != Node::index_of<Type>()) return nullptr;
    return static_cast<Type const*>(node->address());
}

/// The node, which is of the type.
template <typename Type>
constexpr Type const& get(Node const& node) {
    return *static_cast<Type const*>(node.address());
}

/// One instruction, its logical line taken apart.
struct Instruction {
    Keyword keyword = Keyword::unknown;
    bool json = false;       ///< the words are the elements of a JSON array
    bool is_faulty = false;  ///< BuildKit's tiers A and B refuse it; the node may be incomplete
    /// Of a file that is read as it was meant: the keyword is not the one that is written.
    bool is_misspelt = false;
    /// Of the history of an image: it only tells what held for those behind it. Nobody wrote it
    /// here, and no rule looks at it.
    bool is_background = false;
    std::uint32_t first_line = 0;  ///< 1-based, as BuildKit counts (dockerfile-grammar, section 4)
    std::uint32_t last_line = 0;   ///< with the heredoc bodies
    Span span;  ///< from the name to the end of the arguments; heredoc bodies are outside
    Span name_span;
    Span whole;             ///< the source from its first to its last line, line end excluded
    std::string_view name;  ///< as written
    Mapped line;            ///< the joined logical line, trimmed
    Mapped arguments;       ///< behind the flags, trimmed
    std::span<Flag const> flags;
    /// What BuildKit's parser calls the arguments: JSON elements, words, or one text.
    std::span<Word const> words;
    std::span<Heredoc const> heredocs;
    std::span<Comment const> comments;  ///< those above it that BuildKit attaches
    Node node;

    /// True where only the keyword is there, and more is needed: what it would do nobody knows.
    [[nodiscard]] bool says_nothing() const {
        return keyword != Keyword::unknown && is_faulty && arguments.empty();
    }
    /// The last flag of that name, or nullptr.
    [[nodiscard]] Flag const* flag(std::string_view flag_name) const;
};

/// Calls a function with the node as what it is.
template <typename Function>
decltype(auto) visit(Function&& function, Node const& node) {
    switch (node.index()) {
        case Node::index_of<Add>():
            return function(get<Add>(node));
        case Node::index_of<Arg>():
            return function(get<Arg>(node));
        case Node::index_of<Cmd>():
            return function(get<Cmd>(node));
        case Node::index_of<Copy>():
            return function(get<Copy>(node));
        case Node::index_of<Entrypoint>():
            return function(get<Entrypoint>(node));
        case Node::index_of<Env>():
            return function(get<Env>(node));
        case Node::index_of<Expose>():
            return function(get<Expose>(node));
        case Node::index_of<From>():
            return function(get<From>(node));
        case Node::index_of<Healthcheck>():
            return function(get<Healthcheck>(node));
        case Node::index_of<Label>():
            return function(get<Label>(node));
        case Node::index_of<Maintainer>():
            return function(get<Maintainer>(node));
        case Node::index_of<Onbuild>():
            return function(get<Onbuild>(node));
        case Node::index_of<Run>():
            return function(get<Run>(node));
        case Node::index_of<Shell>():
            return function(get<Shell>(node));
        case Node::index_of<Stopsignal>():
            return function(get<Stopsignal>(node));
        case Node::index_of<User>():
            return function(get<User>(node));
        case Node::index_of<Volume>():
            return function(get<Volume>(node));
        case Node::index_of<Workdir>():
            return function(get<Workdir>(node));
        default:
            return function(Unknown{});
    }
}

/// A whole file.
struct File {
    char escape = '\\';
    std::span<Directive const> directives;
    std::span<Comment const> comments;  ///< all, in the order of the file
    std::span<Instruction const> instructions;
    std::span<Fault const> faults;  ///< tiers A and B, and what is only odd, by position
    /// 1-based line of the instruction where reading ended, since there is more in the file than
    /// limits.hpp allows; 0 when all was read.
    std::uint32_t unread_line = 0;
};

}  // namespace dockcheck::ast
