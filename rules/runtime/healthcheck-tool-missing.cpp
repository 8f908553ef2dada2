// Finds health checks and probes whose program is not in the image.
#include "rules/runtime/healthcheck-tool-missing.hpp"

#include <algorithm>
#include <string>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/base_image.hpp"
#include "analyzer/model/deployment.hpp"
#include "analyzer/model/pod_start.hpp"
#include "analyzer/model/program_search.hpp"
#include "analyzer/text/byte_set.hpp"

namespace dockcheck::rules::healthcheck_tool_missing {
namespace {

/// Another try behind `||`; `|| exit 1` is none.
bool has_alternative(std::span<model::Command const> commands, std::size_t at) {
    if (commands[at].follower != model::Connector::disjunction) return false;
    static constexpr std::string_view ends[] = {"exit", "false", "kill", "echo", "true", ":"};
    return at + 1 >= commands.size()
           || std::ranges::find(ends, commands[at + 1].program) == std::ranges::end(ends);
}

/// The address that a check asks, with a scheme; "URL" where it is not plain to see, `otherwise`
/// where there is none.
std::string address_of(model::Command const& command, std::string_view otherwise) {
    for (auto const& word : command.arguments) {
        auto const text = word.value.is_known() ? word.value.text_or_empty() : word.raw.text();
        bool const has_scheme = text.starts_with("http://") || text.starts_with("https://");
        bool const is_address = has_scheme || text.starts_with("localhost")
                                || text.starts_with("127.0.0.1")
                                || text.find("://") != std::string_view::npos;
        if (!is_address) continue;
        if (text.find_first_of("'\"$ ") != text.npos) return "URL";
        return has_scheme ? std::string(text) : "http://" + std::string(text);
    }
    return std::string(otherwise);
}

/// What the image's own language can ask with, as a part of the help.
std::string instead(model::Stage const& stage, model::Command const& command) {
    auto const* image = model::known_image(stage.root());
    if (image == nullptr) return {};
    if (image->name == "python") {
        return ": python -c \"import urllib.request as r; r.urlopen('"
               + address_of(command, "http://localhost:8000/") + "')\"";
    }
    if (image->name == "node") {
        return ": node -e \"fetch('" + address_of(command, "http://localhost:3000/")
               + "').then(r => process.exit(r.ok ? 0 : 1), () => process.exit(1))\"";
    }
    if (image->family == knowledge::ImageFamily::alpine)
        return ": wget -q -O /dev/null " + address_of(command, "http://localhost/");
    return {};
}

std::string_view image_of(model::Stage const& stage) {
    auto const& root = stage.root();
    return root.kind == model::Reference::Kind::scratch ? std::string_view("an empty image")
                                                        : model::shown_name(root);
}

/// One command of plain words as an array, without the `|| exit 1` that says nothing more.
std::string as_array(std::string_view script) {
    constexpr std::string_view end = "|| exit 1";
    if (script.ends_with(end)) script.remove_suffix(end.size());
    static constexpr ByteSet plain(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./:=@,+ ");
    bool const is_plain = std::ranges::all_of(script, [](char c) { return plain.holds(c); });
    if (!is_plain || !script.starts_with('/')) return {};
    std::string array = ": HEALTHCHECK CMD [";
    while (!script.empty()) {
        auto const word = script.substr(0, script.find(' '));
        script.remove_prefix(std::min(script.size(), word.size() + 1));
        if (word.empty()) continue;
        if (array.back() != '[') array += ", ";
        array += '"';
        array += word;
        array += '"';
    }
    return array + "]";
}

/// A shell form where no shell is.
bool lacks_shell(model::RuntimeConfig const& config, Pass& pass) {
    auto const& health = config.healthcheck;
    auto const& build = pass.build();
    if (!health.value.shell_form || health.value.arguments.empty() || !config.shell.is_absent())
        return false;
    if (model::find_program(build, *pass.stage(), "sh") != knowledge::Brings::no) return false;
    auto const& script = health.value.arguments.front();
    pass.report(script.span, shell, image_of(*pass.stage()),
                as_array(script.value.text_or_empty()));
    return true;
}

std::string_view tool_of(model::Command const& command) {
    auto const word = command.argument(0);
    auto const slash = word.rfind('/');
    if (slash == word.npos) return word;
    auto const folder = word.substr(0, slash);
    return folder == "/bin" || folder == "/usr/bin" ? word.substr(slash + 1) : std::string_view();
}

/// The program of a command that is not in the image, and without which it certainly fails; or
/// empty.
std::string_view missing_tool(std::span<model::Command const> commands, std::size_t at,
                              Pass const& pass) {
    auto const tool = tool_of(commands[at]);
    static constexpr std::string_view tools[] = {"curl", "wget", "nc", "bash", "python3", "node"};
    if (std::ranges::find(tools, tool) == std::ranges::end(tools)) return {};
    if (commands[at].is_conditional || has_alternative(commands, at)) return {};
    auto const brings = model::find_program(pass.build(), *pass.stage(), tool);
    return brings == knowledge::Brings::no ? tool : std::string_view();
}

void check(model::RuntimeConfig const& config, Pass& pass) {
    auto const* stage = pass.stage();
    auto const& health = config.healthcheck;
    bool const is_own = health.is_set() && health.origin.instruction != nullptr;
    if (stage == nullptr || config.is_windows || !is_own) return;
    if (lacks_shell(config, pass)) return;
    auto const commands = health.value.commands;
    for (std::size_t i = 0; i < commands.size(); ++i) {
        auto const tool = missing_tool(commands, i, pass);
        if (tool.empty()) continue;
        pass.report(commands[i].arguments.front().raw.source(), missing, image_of(*stage), tool,
                    instead(*stage, commands[i]));
        return;
    }
}

/// A probe that a shell is to run, and no such shell is in the image.
bool lacks_shell_of_probe(model::ManifestProbe const& probe, Pass const& pass) {
    auto const& word = probe.command.front().text;
    auto const name = std::string_view(word).substr(word.rfind('/') + 1);
    bool const is_shell = name == "sh" || name == "bash" || name == "ash";
    bool const is_on_path = name == word || word == "/bin/" + std::string(name);
    return is_shell && is_on_path
           && model::find_program(pass.build(), *pass.stage(), name) == knowledge::Brings::no;
}

/// Probes of a pod that run a program.
void check_container(model::PodContainer const& container, Pass& pass) {
    auto const& stage = *pass.stage();
    if (stage.is_windows || container.may_bring_programs()) return;
    for (auto const& probe : container.probes) {
        if (probe.command.empty() || !pass.may_look_around()) continue;
        auto const who = "the " + probe.key + " of " + container.described();
        if (lacks_shell_of_probe(probe, pass)) {
            auto const& shell = probe.command.front();
            pass.report(shell.place, missing_in_pod, who, shell.text, image_of(stage));
            continue;
        }
        auto const commands = model::probe_commands(pass.build(), stage, probe);
        for (std::size_t i = 0; i < commands.size(); ++i) {
            auto const tool = missing_tool(commands, i, pass);
            if (tool.empty()) continue;
            Place const place{probe.command.front().place.source,
                              commands[i].arguments.front().raw.source()};
            pass.report(place, missing_in_pod, who, tool, image_of(stage));
            break;
        }
    }
}

/// What a start of the service may install, or a mount may bring.
bool may_bring_tools(model::Deployment const& deployment) {
    static constexpr std::string_view words[] = {":/usr/bin", ":/bin", ":/usr/local",
                                                 "apt-get",   "apk ",  "install"};
    auto const text = deployment.file->bytes();
    return deployment.has_entrypoint || std::ranges::any_of(words, [&](std::string_view word) {
               return text.find(word) != text.npos;
           });
}

/// The health check of a compose file, in place of the image's own.
void check_service(model::Deployment const& deployment, Pass& pass) {
    auto const* const stage = pass.stage();
    if (stage == nullptr || stage->is_windows || !deployment.is_whole) return;
    if (deployment.health_check.empty() || !pass.may_look_around()) return;
    auto const* const built = model::stage_of(pass.build(), deployment);
    if (built != stage || may_bring_tools(deployment)) return;
    model::ManifestProbe probe;
    probe.through_shell = deployment.has_health_check_script;
    for (auto const& word : deployment.health_check)
        probe.command.push_back({word.text, deployment.place(word)});
    auto const commands = model::probe_commands(pass.build(), *stage, probe);
    for (std::size_t i = 0; i < commands.size(); ++i) {
        auto const tool = missing_tool(commands, i, pass);
        if (tool.empty()) continue;
        pass.report({deployment.file.get(), commands[i].arguments.front().raw.source()},
                    missing_in_service, deployment.service, tool, image_of(*stage));
        return;
    }
}

}  // namespace

constinit Check const rule = on<check, check_container, check_service>();

}  // namespace dockcheck::rules::healthcheck_tool_missing
