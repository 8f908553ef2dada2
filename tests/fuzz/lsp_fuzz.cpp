// A libFuzzer target: any bytes as what an editor sends, and positions in any text.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/lsp/server.hpp"
#include "analyzer/lsp/text_positions.hpp"
#include "analyzer/syntax/dockerfile/parse.hpp"
#include "tests/fuzz/require.hpp"

namespace dockcheck::test {
namespace {

constexpr Rule small_rule{.name = "a-rule", .summary = "A summary", .why = "It matters"};

/// A text in which every instruction has a finding: rules are not what is tried here.
struct FuzzCheck {
    explicit FuzzCheck(std::string_view text)
        : source("Dockerfile", text), file(dockerfile::parse(source, arena)) {
        for (auto const& instruction : file.instructions) {
            auto& finding = findings.emplace_back();
            finding.rule = &small_rule;
            finding.place = finding.anchor = {&source, instruction.whole};
            finding.message = instruction.line.text();
            finding.instruction = ast::to_string(instruction.keyword);
            finding.related.push_back({finding.place, "here"});
            finding.fix = Fix{Applicability::safe, {{finding.place, "RUN true\n"}}};
        }
    }

    Source source;
    Arena arena;
    ast::File file;
    std::vector<Finding> findings;
};

/// Nothing comes from the disk.
class FuzzChecker final : public lsp::Checker {
 public:
    void work_in(std::string const& /*folder*/) override {}
    [[nodiscard]] bool is_dockerfile(lsp::Target const& target) const override {
        return target.path.ends_with("Dockerfile");
    }
    [[nodiscard]] lsp::Checked check(lsp::Target const& target,
                                     FixedTexts const& /*open*/) const override {
        auto const checked = std::make_shared<FuzzCheck>(target.text);
        lsp::Checked result;
        result.source = &checked->source;
        result.file = &checked->file;
        for (auto const& finding : checked->findings) result.findings.push_back(&finding);
        result.errors = {{std::string(target.path) + ":2:3", "an error"}, {"a:b:1", "another"}};
        result.known = RuleList(std::span(&small_rule, 1));
        result.requires_reason = target.text.size() % 2 == 0;
        result.kept = checked;
        return result;
    }
    [[nodiscard]] FixedTexts fixed(lsp::Target const& target,
                                   FixedTexts const& /*open*/) const override {
        return {{std::string(target.path), std::string(target.text) + "\nRUN true\n"}};
    }
    [[nodiscard]] std::string path_of(std::string_view shown) const override {
        return "/nowhere/" + std::string(shown);
    }
};

/// Ends the program unless these are whole messages of JSON.
void require_messages(std::string_view bytes) {
    lsp::MessageReader reader([&](char* room, std::size_t size) {
        auto const taken = bytes.copy(room, size);
        bytes.remove_prefix(taken);
        return taken;
    });
    for (std::string text; true;) {
        auto const next = reader.next(text);
        if (next == lsp::Incoming::end) return;
        require(next == lsp::Incoming::message, "the server writes messages");
        lsp::Message const message(text);
        require(message.root != nullptr, "a message of the server is JSON");
    }
}

/// The bytes as a stream, and each line of them as a message.
void serve(std::string_view bytes) {
    FuzzChecker checker;
    std::string sent;
    auto const send = [&](std::string_view message) { sent += message; };
    auto rest = bytes;
    (void)lsp::serve(
        checker, "0",
        [&](char* room, std::size_t size) {
            auto const taken = rest.copy(room, size);
            rest.remove_prefix(taken);
            return taken;
        },
        send);
    lsp::Server server(checker, "0", send);
    while (!bytes.empty() && !server.has_ended()) {
        auto const end = std::min(bytes.find('\n'), bytes.size());
        std::string message(bytes.substr(0, end));
        bytes.remove_prefix(std::min(end + 1, bytes.size()));
        server.take(message);
        if (message.size() % 3 != 0) server.catch_up();
    }
    server.catch_up();
    require_messages(sent);
}

void require_positions(std::string_view text, lsp::Encoding encoding) {
    lsp::TextPositions const positions(text, encoding);
    lsp::Position last;
    auto const size = static_cast<std::uint32_t>(text.size());
    for (std::uint32_t offset = 0; offset <= size; ++offset) {
        // The beginning, and where a block ends (text_positions.cpp): each costs a block.
        if (offset > 64 && (offset + 8) % 1024 > 16 && offset + 8 < size) continue;
        auto const position = positions.position(offset);
        require(last <= position, "positions are in the order of the text");
        auto const back = positions.offset(position);
        require(back <= offset, "a position is not behind its offset");
        require(positions.position(back) == position, "a position stands for one place");
        last = position;
    }
    lsp::Position const behind{last.line, last.character + 1};
    require(positions.offset(behind) == size, "behind the last line is the end");
}

}  // namespace
}  // namespace dockcheck::test

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    using namespace dockcheck;
    std::string_view const bytes(reinterpret_cast<char const*>(data), size);
    test::require_positions(bytes, lsp::Encoding::utf8);
    test::require_positions(bytes, lsp::Encoding::utf16);
    test::serve(bytes);
    return 0;
}
