// Finds stop signals that cannot be caught.
#include "rules/runtime/ungraceful-stop-signal.hpp"

#include <string>

#include "analyzer/lint/pass.hpp"

namespace dockcheck::rules::ungraceful_stop_signal {
namespace {

/// The name without SIG, in capital letters.
std::string bare_name(std::string_view text) {
    std::string name(text);
    for (auto& c : name) {
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    }
    if (name.starts_with("SIG")) name.erase(0, 3);
    return name;
}

void check(model::RuntimeConfig const& config, Pass& pass) {
    auto const& signal = config.stop_signal;
    if (config.is_windows || !signal.is_set()) return;
    if (pass.stage() != nullptr && pass.stage()->has_no_base()) return;
    auto const text = signal.value.text_or_empty();
    auto const name = bare_name(text);
    bool const is_kill = name == "KILL" || name == "9";
    if (!is_kill && name != "STOP" && name != "19") return;
    auto reported = pass.report(signal.origin.place, is_kill ? kill : stop, text);
    if (signal.origin.kind == model::Origin::Kind::instruction) {
        reported.replace(signal.origin.place, "SIGTERM");
    }
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::ungraceful_stop_signal
