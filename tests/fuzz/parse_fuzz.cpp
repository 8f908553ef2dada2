// Feeds mutated Dockerfiles to the parser and checks that every span stays inside the file: build
// with sanitizers. parse_fuzz SEED COUNT FILE...
#include <cstdio>
#include <cstdlib>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/syntax/dockerfile/parse.hpp"

namespace {

using namespace dockcheck;

constexpr std::string_view tokens[] = {"FROM ",
                                       "RUN ",
                                       "COPY ",
                                       "ADD ",
                                       "ENV ",
                                       "ARG ",
                                       "ONBUILD ",
                                       "HEALTHCHECK CMD ",
                                       "SHELL ",
                                       "VOLUME ",
                                       "LABEL ",
                                       "# escape=`\n",
                                       "# syntax=x\n",
                                       "\\\n",
                                       " \\\n\n",
                                       "`\n",
                                       "<<E ",
                                       "<<-'E' ",
                                       "\nE\n",
                                       "--from=",
                                       "--mount=",
                                       "--x='",
                                       "[\"",
                                       "\"]",
                                       "[",
                                       "]",
                                       "\"",
                                       "'",
                                       "$",
                                       "${",
                                       "${a:-",
                                       "}",
                                       "\\",
                                       "\r\n",
                                       "\r",
                                       "\t",
                                       "\xEF\xBB\xBF",
                                       "\xC2\xA0",
                                       "\xA0",
                                       "\x85",
                                       "=",
                                       "\\u00e9",
                                       "\\ud83d",
                                       ",",
                                       "\xFF",
                                       "\xC3",
                                       "#"};

class Spans {
 public:
    Spans(std::string_view bytes, ast::File const& file) : bytes_(bytes) {
        for (auto const& comment : file.comments) check(comment.span);
        for (auto const& directive : file.directives) {
            check(directive.span);
            check(directive.value_span);
        }
        std::uint32_t last = 0;
        for (auto const& fault : file.faults) {
            check(fault.span);
            require(fault.span.begin >= last, "faults in the order of the file");
            last = fault.span.begin;
        }
        std::uint32_t line = 0;
        for (auto const& instruction : file.instructions) {
            require(instruction.first_line > line, "instructions in the order of the file");
            line = instruction.last_line;
            require(instruction.first_line <= line, "lines in order");
            node(instruction);
        }
    }

 private:
    void require(bool holds, char const* what) const {
        if (holds) return;
        std::fprintf(stderr, "not so: %s\n", what);
        if (std::FILE* const file = std::fopen("parse_fuzz.failed", "wb")) {
            std::fwrite(bytes_.data(), 1, bytes_.size(), file);
            std::fclose(file);
        }
        std::abort();
    }

    void check(Span span) const {
        require(span.begin <= span.end && span.end <= bytes_.size(), "spans inside the file");
    }

    // Every place in the text leads into the file.
    void check(Mapped text) const {
        check(text.source());
        auto const step = text.size() / 16 + 1;
        for (std::uint32_t at = 0; at < text.size(); at += step) check(text.source({at, at + 1}));
    }

    void check(ast::Word const& word) const {
        check(word.span);
        check(word.text);
    }

    void node(ast::Instruction const& instruction) const {
        check(instruction.name_span);
        check(instruction.span);
        check(instruction.whole);
        check(instruction.line);
        check(instruction.arguments);
        require(instruction.whole.contains(instruction.span), "an instruction inside its lines");
        for (auto const& flag : instruction.flags) {
            check(flag.span);
            check(flag.name_span);
            check(flag.value_span);
            check(flag.value);
        }
        for (auto const& word : instruction.words) check(word);
        for (auto const& heredoc : instruction.heredocs) {
            check(heredoc.marker);
            check(heredoc.body_span);
            check(heredoc.terminator);
            require(heredoc.body.size() == heredoc.body_span.size(), "a body as long as its span");
        }
        std::visit([this](auto const& typed) { parts(typed); }, instruction.node);
    }

    template <typename Node>
    void parts(Node const& typed) const {
        if constexpr (requires { typed.pairs; }) {
            for (auto const& pair : typed.pairs) {
                check(pair.span);
                check(pair.key);
                check(pair.value);
            }
        }
        if constexpr (requires { typed.sources; }) {
            for (auto const& source : typed.sources) check(source.word);
            check(typed.destination);
        }
        if constexpr (requires { typed.command; }) {
            check(typed.command.span);
            check(typed.command.text);
        }
        if constexpr (requires { typed.mounts; }) {
            for (auto const& mount : typed.mounts) {
                for (auto const& field : mount.fields) {
                    check(field.text);
                    check(field.key);
                    check(field.value);
                }
            }
        }
        if constexpr (requires { typed.value; }) check(typed.value);
        if constexpr (requires { typed.image; }) {
            check(typed.image);
            check(typed.name);
        }
        if constexpr (requires { typed.trigger; }) {
            if (typed.trigger != nullptr) node(*typed.trigger);
        }
    }

    std::string_view bytes_;
};

std::string read_file(char const* name) {
    std::string bytes;
    if (std::FILE* const file = std::fopen(name, "rb")) {
        char block[4096];
        for (std::size_t count; (count = std::fread(block, 1, sizeof block, file)) > 0;)
            bytes.append(block, count);
        std::fclose(file);
    }
    return bytes;
}

class Mutator {
 public:
    explicit Mutator(unsigned seed) : random_(seed) {}

    std::size_t below(std::size_t limit) {
        return limit == 0 ? 0 : std::uniform_int_distribution<std::size_t>(0, limit - 1)(random_);
    }

    std::string noise() {
        std::string bytes(below(200), '\0');
        for (auto& byte : bytes) byte = static_cast<char>(below(256));
        return bytes;
    }

    void change(std::string& bytes) {
        auto const at = below(bytes.size() + 1);
        switch (below(6)) {
            case 0:
                bytes.erase(at, 1 + below(8));
                break;
            case 1:
                bytes.insert(at, 1, static_cast<char>(below(256)));
                break;
            case 2:
                bytes.insert(at, bytes.substr(below(bytes.size() + 1), below(60)));
                break;
            case 3:
                bytes.resize(at);
                break;
            default:
                bytes.insert(at, tokens[below(std::size(tokens))]);
        }
    }

 private:
    std::mt19937 random_;
};

}  // namespace

int main(int argc, char** argv) {
    if (argc < 3) return 2;
    Mutator mutator(static_cast<unsigned>(std::atoi(argv[1])));
    auto const count = std::atol(argv[2]);
    std::vector<std::string> seeds{"FROM a\nRUN x\n"};
    for (int i = 3; i < argc; ++i) seeds.push_back(read_file(argv[i]));
    Arena arena;
    for (long i = 0; i < count; ++i) {
        auto bytes = mutator.below(20) == 0 ? mutator.noise() : seeds[mutator.below(seeds.size())];
        for (auto changes = mutator.below(12); changes > 0; --changes) mutator.change(bytes);
        arena.reset();
        Source const source("fuzz", bytes);
        Spans(source.bytes(), dockerfile::parse(source, arena));
    }
    std::printf("%ld inputs\n", count);
}
