// Finds signals that are not written by their whole name.
#include "rules/style/non-canonical-stop-signal.hpp"

#include <string>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/value_syntax.hpp"

namespace dockcheck::rules::non_canonical_stop_signal {
namespace {

/// The name of a signal of Linux that every processor has under the same number; else empty.
std::string_view name_of(std::string_view number) {
    static constexpr std::pair<std::string_view, std::string_view> names[] = {
        {"1", "SIGHUP"},  {"2", "SIGINT"},   {"3", "SIGQUIT"},  {"6", "SIGABRT"},
        {"9", "SIGKILL"}, {"14", "SIGALRM"}, {"15", "SIGTERM"},
    };
    for (auto const& [key, name] : names) {
        if (key == number) return name;
    }
    return {};
}

std::string canonical(std::string_view text) {
    if (text.find_first_not_of("0123456789") == std::string_view::npos) {
        return std::string(name_of(text));
    }
    std::string name(text);
    for (auto& c : name) {
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    }
    return name.starts_with("SIG") ? name : "SIG" + name;
}

void check(ast::Stopsignal const& node, Pass& pass) {
    auto const written = node.value.text.text();
    if (written.empty() || written.find_first_of("$\"'\\`") != std::string_view::npos) return;
    if (!dockerfile::is_signal(written)) return;
    auto const name = canonical(written);
    if (name.empty() || name == written) return;
    pass.report(node.value.span, spelling, written, name).replace(node.value.span, name);
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::non_canonical_stop_signal
