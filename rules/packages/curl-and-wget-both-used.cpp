// Finds stages that download with curl and with wget.
#include "rules/packages/curl-and-wget-both-used.hpp"

#include <algorithm>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/packages.hpp"

namespace dockcheck::rules::curl_and_wget_both_used {
namespace {

/// The first place of each in a chain of stages.
struct Tools {
    model::Argument const* curl = nullptr;
    model::Argument const* wget = nullptr;
    bool curl_is_first = false;

    void add(std::string_view name, model::Argument const& argument) {
        if (name == "curl" && curl == nullptr) {
            curl = &argument;
            curl_is_first = wget == nullptr;
        }
        if (name == "wget" && wget == nullptr) wget = &argument;
    }
    [[nodiscard]] bool has_both() const { return curl != nullptr && wget != nullptr; }
};

bool is_system_manager(model::Manager manager) {
    using enum model::Manager;
    constexpr model::Manager system[] = {apt, apk, dnf, microdnf, yum, zypper, pacman};
    return std::ranges::find(system, manager) != std::ranges::end(system);
}

/// One that may not run is a fallback: `curl ... || wget ...`, `if command -v curl`.
void add_tools(model::Stage const& stage, Pass const& pass, Options const& options, Tools& tools) {
    for (auto const& command : stage.commands) {
        if (command.use != model::Use::run || command.is_conditional) continue;
        if (!command.arguments.empty()) tools.add(command.program, command.arguments.front());
        if (!options.count_installs || !is_system_manager(model::manager_of(command))) continue;
        auto const& install = model::package_command(command, pass.build().arena());
        if (install.verb != model::Verb::install) continue;
        for (auto const& package : install.packages) tools.add(package.name, *package.argument);
    }
}

void check(model::Stage const& stage, Pass& pass, Options const& options) {
    if (stage.reach == model::Reach::unreachable || stage.is_windows) return;
    std::vector<model::Stage const*> chain;
    for (auto const* part = stage.parent; part != nullptr; part = part->parent) {
        chain.push_back(part);
    }
    Tools tools;
    for (auto part = chain.rbegin(); part != chain.rend(); ++part) {
        add_tools(**part, pass, options, tools);
    }
    // The stage that this one is FROM says it already.
    if (tools.has_both()) return;
    add_tools(stage, pass, options, tools);
    if (!tools.has_both()) return;
    bool const keeps_curl =
        options.prefer == "curl" || (options.prefer != "wget" && tools.curl_is_first);
    auto const& other = keeps_curl ? *tools.wget : *tools.curl;
    auto const& kept = keeps_curl ? *tools.curl : *tools.wget;
    pass.report(other.span, both, keeps_curl ? "wget" : "curl", keeps_curl ? "curl" : "wget")
        .related(kept.span, "the other one");
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::curl_and_wget_both_used
