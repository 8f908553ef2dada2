// Prints the trees of Dockerfiles in the shape of `oracle parse -json`: {"text"} a line in, the
// tree a line out.
#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include "analyzer/syntax/dockerfile/parse.hpp"
#include "tests/conformance/json_lines.hpp"

namespace {

using namespace dockcheck;

using conformance::Writer;

class Dump {
 public:
    explicit Dump(Writer& writer) : out_(writer) {}

    void file(ast::File const& file) {
        auto const* const error = first_error(file);
        bool const has_tree = error == nullptr || error->tier == ast::Tier::b;
        key("ok"), out_.Bool(error == nullptr);
        if (has_tree) key("escape"), text({&file.escape, 1});
        key("instructions"), out_.StartArray();
        if (has_tree)
            for (auto const& instruction : file.instructions) node(instruction, Lines::shown);
        out_.EndArray();
        stages(file, error == nullptr);
        warnings(file, has_tree);
        if (error != nullptr) {
            key("tier"), text(error->tier == ast::Tier::a ? "A" : "B");
            key("error_line"), out_.Uint(error->line);
        }
    }

 private:
    enum class Lines { shown, zero };

    void key(char const* name) { out_.Key(name); }

    void text(std::string_view bytes) { conformance::write_text(out_, bytes); }

    // BuildKit stops at the first fault of tier A, or else at the first one of tier B.
    static ast::Fault const* first_error(ast::File const& file) {
        ast::Fault const* first = nullptr;
        for (auto const& fault : file.faults) {
            if (fault.tier != ast::Tier::a && fault.tier != ast::Tier::b) continue;
            if (first == nullptr
                || std::pair(fault.tier, fault.line) < std::pair(first->tier, first->line))
                first = &fault;
        }
        return first;
    }

    void node(ast::Instruction const& instruction, Lines lines) {
        bool const shown = lines == Lines::shown;
        auto const* const onbuild = ast::get_if<ast::Onbuild>(&instruction.node);
        out_.StartObject();
        key("name"), text(instruction.name);
        key("flags"), out_.StartArray();
        for (auto const& flag : instruction.flags) {
            auto whole = "--" + std::string(flag.name);
            if (flag.has_value) whole += '=' + std::string(flag.value.text());
            text(whole);
        }
        out_.EndArray();
        key("args"), out_.StartArray();
        arguments(instruction);
        out_.EndArray();
        key("json"), out_.Bool(instruction.json);
        key("heredocs"), out_.StartArray();
        if (shown)
            for (auto const& heredoc : instruction.heredocs) body(heredoc);
        out_.EndArray();
        key("start"), out_.Uint(shown ? instruction.first_line : 0);
        key("end"), out_.Uint(shown ? instruction.last_line : 0);
        key("comments"), out_.StartArray();
        for (auto const& comment : instruction.comments) text(comment.text);
        out_.EndArray();
        if (onbuild != nullptr && onbuild->trigger != nullptr)
            key("onbuild"), node(*onbuild->trigger, Lines::zero);
        out_.EndObject();
    }

    void arguments(ast::Instruction const& instruction) {
        auto const pairs = [&](std::span<ast::Pair const> list, bool legacy) {
            for (auto const& pair : list) {
                text(pair.key.text.text());
                text(pair.value.text.text());
                text(legacy ? "" : "=");
            }
        };
        if (auto const* const env = ast::get_if<ast::Env>(&instruction.node)) {
            pairs(env->pairs, env->legacy);
        } else if (auto const* const label = ast::get_if<ast::Label>(&instruction.node)) {
            pairs(label->pairs, label->legacy);
        } else if (instruction.keyword == ast::Keyword::unknown) {
            text("");
        } else {
            for (auto const& word : instruction.words) text(word.text.text());
        }
    }

    void body(ast::Heredoc const& heredoc) {
        out_.StartObject();
        key("name"), text(heredoc.name);
        key("expand"), out_.Bool(heredoc.expand);
        key("chomp"), out_.Bool(heredoc.chomp);
        key("fd"), out_.Uint64(heredoc.descriptor);
        key("content"), text(heredoc.body);
        out_.EndObject();
    }

    // The text of the first comment that begins with the name.
    static std::string_view doc(ast::Instruction const& from, std::string_view name) {
        for (auto const& comment : from.comments) {
            auto const rest = comment.text;
            if (!name.empty() && rest.starts_with(name)
                && rest.substr(name.size()).starts_with(' '))
                return rest.substr(name.size() + 1);
        }
        return {};
    }

    void stages(ast::File const& file, bool accepted) {
        key("global_args"), out_.StartArray();
        auto at = file.instructions.begin();
        auto const end = accepted ? file.instructions.end() : at;
        for (; at != end && at->keyword == ast::Keyword::arg; ++at) {
            for (auto const& pair : ast::get<ast::Arg>(at->node).pairs) {
                out_.StartObject();
                key("key"), text(pair.key.text.text());
                key("value");
                if (pair.has_value) {
                    text(pair.value.text.text());
                } else {
                    out_.Null();
                }
                key("start"), out_.Uint(at->first_line);
                out_.EndObject();
            }
        }
        out_.EndArray();
        key("stages"), out_.StartArray();
        while (at != end) {
            auto const is_from = [](auto const& i) { return i.keyword == ast::Keyword::from; };
            auto const next = std::find_if(at + 1, end, is_from);
            stage(*at, next - at - 1);
            at = next;
        }
        out_.EndArray();
    }

    void stage(ast::Instruction const& instruction, std::ptrdiff_t commands) {
        auto const& from = ast::get<ast::From>(instruction.node);
        out_.StartObject();
        key("name"), text(from.stage);
        key("base"), text(from.image.text.text());
        key("platform"), text(from.platform != nullptr ? from.platform->value.text() : "");
        key("doc"), text(doc(instruction, from.stage));
        key("start"), out_.Uint(instruction.first_line);
        key("end"), out_.Uint(instruction.last_line);
        key("commands"), out_.Int64(commands);
        out_.EndObject();
    }

    void warnings(ast::File const& file, bool has_tree) {
        key("warnings"), out_.StartArray();
        for (auto const& fault : file.faults) {
            if (!has_tree || fault.kind != ast::FaultKind::empty_continuation) continue;
            out_.StartObject();
            key("start"), out_.Uint(fault.line);
            out_.EndObject();
        }
        out_.EndArray();
    }

    Writer& out_;
};

}  // namespace

int main() {
    Arena arena;
    conformance::answer_lines([&](rapidjson::Value const& query, Writer& out) {
        arena.reset();
        Source const source("Dockerfile", conformance::text_at(query, "text"));
        Dump(out).file(dockerfile::parse(source, arena));
    });
}
