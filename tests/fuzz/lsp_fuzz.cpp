// A libFuzzer target: any bytes as what an editor sends, and positions in any text.
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "analyzer/json/read.hpp"
#include "analyzer/lsp/server.hpp"
#include "analyzer/lsp/text_positions.hpp"
#include "tests/fuzz/checked_build.hpp"
#include "tests/fuzz/require.hpp"

namespace dockcheck::test {
namespace {

/// Checks with all rules; nothing comes from the disk.
class FuzzChecker final : public lsp::Checker {
 public:
    void work_in(std::string const& /*folder*/) override {}
    [[nodiscard]] bool is_dockerfile(lsp::Target const& target) const override {
        return target.path.ends_with(dockerfile_name);
    }
    [[nodiscard]] lsp::Checked check(lsp::Target const& target,
                                     FixedTexts const& /*open*/) const override {
        auto const build = std::make_shared<CheckedBuild>(BuildInput{std::string(target.text), {}});
        lsp::Checked checked;
        checked.source = &build->build().source();
        checked.file = &build->build().file();
        for (auto const& finding : build->findings()) checked.findings.push_back(&finding);
        checked.errors = {{std::string(target.path) + ":2:3", "an error"}, {"a:b:1", "another"}};
        checked.requires_reason = target.text.size() % 2 == 0;
        checked.kept = build;
        return checked;
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
