// Finds stages that download with curl and with wget.
#include "rules/packages/curl-and-wget-both-used.hpp"

#include <algorithm>

#include "analyzer/knowledge/programs.hpp"
#include "analyzer/lint/pass.hpp"
#include "analyzer/model/downloads.hpp"
#include "analyzer/model/packages.hpp"

namespace dockcheck::rules::curl_and_wget_both_used {
namespace {

/// The first place of each in a chain of stages.
struct Tools {
    model::Argument const* curl = nullptr;
    model::Argument const* wget = nullptr;
    bool curl_is_first = false;
    bool curl_is_called = false;  ///< not installed alone
    bool wget_is_called = false;
    bool curl_is_installed = false;  ///< here; where neither is, both may come with the base image
    bool wget_is_installed = false;

    void add(std::string_view name, model::Argument const& argument) {
        if (name == "curl" && curl == nullptr) {
            curl = &argument;
            curl_is_first = wget == nullptr;
        }
        if (name == "wget" && wget == nullptr) wget = &argument;
    }
    /// What fetches nothing is no use: `curl --version`.
    void call(model::Command const& command, Arena& arena) {
        if (command.program != "curl" && command.program != "wget") return;
        auto const& download = model::download_of(command, arena);
        bool const asks = download.find(" -V --version -h --help ") != nullptr;
        if (asks && download.urls.empty()) return;
        add(command.program, command.arguments.front());
        curl_is_called |= command.program == "curl";
        wget_is_called |= command.program == "wget";
    }
    [[nodiscard]] bool has_both() const { return curl != nullptr && wget != nullptr; }
};

bool is_system_manager(model::Manager manager) {
    using enum model::Manager;
    static constexpr model::Manager system[] = {apt, apk, dnf, microdnf, yum, zypper, pacman};
    return std::ranges::find(system, manager) != std::ranges::end(system);
}

/// One that may not run is a fallback: `curl ... || wget ...`, `if command -v curl`.
void add_tools(model::Stage const& stage, Pass const& pass, Options const& options, Tools& tools) {
    for (auto const& command : stage.commands) {
        if (command.use != model::Use::run || command.is_conditional) continue;
        tools.call(command, pass.build().arena());
        if (!is_system_manager(model::manager_of(command))) continue;
        auto const& install = model::package_command(command, pass.build().arena());
        if (install.verb != model::Verb::install) continue;
        for (auto const& package : install.packages) {
            tools.curl_is_installed |= package.name == "curl";
            tools.wget_is_installed |= package.name == "wget";
            if (options.count_installs) tools.add(package.name, *package.argument);
        }
    }
}

/// What the container itself calls is there to stay.
bool is_called_by_container(model::Stage const& stage, std::string_view name) {
    return std::ranges::any_of(stage.commands, [&](model::Command const& command) {
        return command.use != model::Use::run && command.program == name;
    });
}

bool keeps_curl(model::Stage const& stage, Tools const& tools, Options const& options) {
    if (options.prefer == "curl" || options.prefer == "wget") return options.prefer == "curl";
    bool const curl_stays = is_called_by_container(stage, "curl");
    if (curl_stays != is_called_by_container(stage, "wget")) return curl_stays;
    // The base image has the one that is called and not installed.
    if (tools.curl_is_installed != tools.wget_is_installed) {
        bool const is_there = tools.curl_is_installed ? tools.wget_is_called : tools.curl_is_called;
        if (is_there) return tools.wget_is_installed;
    }
    if (tools.curl_is_called != tools.wget_is_called) return tools.curl_is_called;
    return tools.curl_is_first;
}

/// True when the base image brings both, and nothing is gained by using one of them alone: the
/// whole images of languages are built upon buildpack-deps, which has them. Of those that the table
/// knows all others certainly lack curl.
bool are_in_base(model::Stage const& stage) {
    using knowledge::Brings;
    auto const& root = stage.root();
    if (root.known_image == nullptr || !root.value.is_known()) return false;
    auto const tag = root.image.tag;
    auto const brings = [&](std::string_view program) {
        return knowledge::image_brings(*root.known_image, tag, program);
    };
    bool const is_in_table = brings("java") == Brings::no && brings("tini") == Brings::no;
    return is_in_table && brings("curl") != Brings::no && brings("wget") != Brings::no
           && root.known_image->family == knowledge::ImageFamily::debian;
}

void check(model::Stage const& stage, Pass& pass, Options const& options) {
    if (stage.reach == model::Reach::unreachable || stage.is_windows) return;
    ArenaVector<model::Stage const*> chain(pass.build().arena());
    for (auto const* part = stage.parent; part != nullptr; part = part->parent) {
        chain.push_back(part);
    }
    Tools tools;
    for (auto i = chain.size(); i-- > 0;) add_tools(*chain[i], pass, options, tools);
    // The stage that this one is FROM says it already.
    if (tools.has_both()) return;
    add_tools(stage, pass, options, tools);
    bool const one_is_installed = tools.curl_is_installed || tools.wget_is_installed;
    if (!tools.has_both() || !one_is_installed || are_in_base(stage)) return;
    bool const curl_stays = keeps_curl(stage, tools, options);
    auto const& other = curl_stays ? *tools.wget : *tools.curl;
    auto const& kept = curl_stays ? *tools.curl : *tools.wget;
    pass.report(other.span, both, curl_stays ? "wget" : "curl", curl_stays ? "curl" : "wget")
        .related(kept.span, "the other one");
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::curl_and_wget_both_used
