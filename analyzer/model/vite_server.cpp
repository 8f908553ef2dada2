// The words of the script, and what the configuration beside it mentions.
#include "analyzer/model/vite_server.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <string_view>
#include <vector>

#include "analyzer/model/start.hpp"

namespace dockcheck::model {
namespace {

constexpr std::uint16_t development_port = 5173;
constexpr std::uint16_t preview_port = 4173;

/// A configuration beside package.json that has something to say of the address.
bool is_configured(context::Context const& context, NodeScript const& script) {
    auto const folder = script.context_path.substr(0, script.context_path.rfind('/') + 1);
    for (std::string_view const ending : {"ts", "js", "mts", "mjs", "cts", "cjs"}) {
        auto const path = folder + "vite.config." + std::string(ending);
        if (context.look(path) == context::Presence::missing) continue;
        auto const* const source = context.read(path);
        if (source == nullptr) return true;
        auto const text = source->bytes();
        for (std::string_view const word : {"host", "port", "HOST", "PORT", "mergeConfig", "..."}) {
            if (text.find(word) != text.npos) return true;
        }
    }
    return false;
}

std::optional<std::uint16_t> number_in(std::string_view text) {
    std::uint16_t number = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return number;
}

/// Reads the options behind `vite`; false where one is not understood.
bool read_options(std::span<std::string_view const> words, ViteServer& server) {
    for (std::size_t i = 0; i < words.size(); ++i) {
        auto const equals = words[i].find('=');
        auto const name = words[i].substr(0, equals);
        bool const has_next = i + 1 < words.size() && !words[i + 1].starts_with('-');
        auto const value = equals != std::string_view::npos ? words[i].substr(equals + 1)
                           : has_next                       ? words[i + 1]
                                                            : std::string_view();
        bool const takes_next = equals == std::string_view::npos && has_next;
        if (name == "--host") {
            server.is_written = true;
            server.host = value.empty() ? "0.0.0.0" : value;
        } else if (name == "--port" && number_in(value)) {
            server.port = *number_in(value);
        } else if (name == "--mode" || name == "-m" || name == "--base") {
            if (value.empty()) return false;
        } else if (name == "--strictPort" || name == "--open" || name == "--force") {
            if (takes_next) return false;
            continue;
        } else {
            return false;
        }
        if (takes_next) ++i;
    }
    return true;
}

}  // namespace

std::optional<ViteServer> vite_server(Build const& build, Stage const& stage) {
    auto const* const context = build.context();
    auto const& start = start_of(build, stage);
    if (context == nullptr || !start.is_certain || start.commands.size() != 1) return std::nullopt;
    auto const& command = start.commands.front();
    auto script = node_script(build, stage, command);
    if (!script || script->script == nullptr) return std::nullopt;
    // What stands behind the script's name is handed on.
    if (script->word != &command.arguments.back()) return std::nullopt;
    auto const all = words_of_script(script->script->version);
    std::span<std::string_view const> words(all);
    if (words.empty() || words.front() != "vite") return std::nullopt;
    words = words.subspan(1);
    ViteServer server{*script, "localhost", false, development_port};
    if (!words.empty() && !words.front().starts_with('-')) {
        if (words.front() == "preview") {
            server.port = preview_port;
        } else if (words.front() != "dev" && words.front() != "serve") {
            return std::nullopt;
        }
        words = words.subspan(1);
    }
    if (!read_options(words, server)) return std::nullopt;
    if (!server.is_written && is_configured(*context, *script)) return std::nullopt;
    return server;
}

}  // namespace dockcheck::model
