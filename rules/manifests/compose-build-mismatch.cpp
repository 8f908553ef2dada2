// Finds targets and arguments of compose files that the Dockerfile does not have.
#include "rules/manifests/compose-build-mismatch.hpp"

#include <algorithm>
#include <span>
#include <string>
#include <string_view>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/base_image.hpp"
#include "analyzer/model/build_requests.hpp"
#include "analyzer/model/frontend.hpp"
#include "analyzer/text/byte_set.hpp"
#include "analyzer/text/nearest.hpp"
#include "analyzer/text/without_case.hpp"

namespace dockcheck::rules::compose_build_mismatch {
namespace {

using model::Deployment;

std::string stage_names(model::Build const& build) {
    std::string names;
    for (auto const& stage : build.stages()) {
        if (stage.name.empty()) continue;
        if (!names.empty()) names += ", ";
        names += stage.name;
    }
    return names;
}

/// Not for what a template is to be filled in.
bool may_be_stage(std::string_view target) {
    static constexpr ByteSet others("<>{}$%@ \t/:");
    return !target.empty() && !others.is_in(target) && !target.starts_with("__");
}

void check_target(Deployment const& deployment, Pass& pass) {
    if (!deployment.target || !may_be_stage(deployment.target->text)) return;
    auto const& target = deployment.target->text;
    auto const& build = pass.build();
    if (model::find_target(build, target) != nullptr) return;
    auto const service = "the service " + deployment.service;
    auto const& file = build.source().name();
    auto const place = deployment.place(*deployment.target);
    auto const names = stage_names(build);
    if (names.empty()) {
        pass.report(place, no_names, service, target, file);
    } else {
        pass.report(place, no_stage, service, target, file, names);
    }
}

/// True when an image below the stages may have an ONBUILD ARG.
bool may_have_triggers(model::Build const& build) {
    return std::ranges::any_of(build.stages(), [](model::Stage const& stage) {
        auto const& root = stage.root();
        if (root.kind == model::Reference::Kind::scratch) return false;
        return model::known_image(root) == nullptr
               || root.image.tag.find("onbuild") != std::string_view::npos;
    });
}

/// Names of the platforms, which BuildKit gives itself: who sets one knows what that does.
bool is_of_platform(std::string_view name) {
    return name.starts_with("TARGET") || name.starts_with("BUILD");
}

bool may_be_name(std::string_view name) {
    return !name.empty() && std::ranges::all_of(name, [](char c) {
        return c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z')
               || (c >= 'A' && c <= 'Z');
    });
}

/// The declared name that differs in its case or in a letter or two, or empty.
std::string_view meant(std::string_view name, std::span<std::string_view const> declared) {
    auto const same = std::ranges::find_if(
        declared, [&](std::string_view one) { return equal_without_case(one, name); });
    if (same != declared.end()) return *same;
    constexpr std::size_t shortest = 5;
    constexpr std::size_t most_names = 200;
    return name.size() < shortest || declared.size() > most_names ? std::string_view{}
                                                                  : nearest(name, declared);
}

void report_argument(Deployment const& deployment, Deployment::Text const& argument,
                     std::span<std::string_view const> declared, Pass& pass) {
    auto const& name = argument.text;
    auto const place = deployment.place(argument);
    auto const service = "the service " + deployment.service;
    auto const& file = pass.build().source().name();
    if (name == "DOCKER_BUILDKIT" || name == "COMPOSE_DOCKER_CLI_BUILD") {
        pass.report(place, of_command, service, name).severity(Severity::warning);
    } else if (auto const near = meant(name, declared); !near.empty()) {
        pass.report(place, misspelt, service, name, file, near).severity(Severity::warning);
    } else {
        pass.report(place, lost, service, name, file).severity(Severity::warning);
    }
}

void check_arguments(Deployment const& deployment, Pass& pass) {
    if (deployment.arguments.empty() || may_have_triggers(pass.build())) return;
    auto const declared = model::declared_arguments(pass.build());
    auto const is_open = [](std::string_view name) { return name.find('$') != name.npos; };
    if (std::ranges::any_of(declared, is_open)) return;
    for (auto const& argument : deployment.arguments) {
        auto const& name = argument.text;
        bool const is_taken = model::is_taken_without_arg(name) || is_of_platform(name)
                              || std::ranges::find(declared, name) != declared.end();
        if (may_be_name(name) && !is_taken) report_argument(deployment, argument, declared, pass);
    }
}

void check(Deployment const& deployment, Pass& pass) {
    auto const& build = pass.build();
    // What a broken line declares is not known, nor what another frontend makes of the file.
    if (!build.faults().empty() || model::names_foreign_frontend(build.file())) return;
    if (build.options().arguments.contains("BUILDKIT_SYNTAX")
        || build.options().given_otherwise.contains("BUILDKIT_SYNTAX"))
        return;
    if (build.stages().empty() || !pass.may_look_around()) return;
    check_target(deployment, pass);
    check_arguments(deployment, pass);
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::compose_build_mismatch
