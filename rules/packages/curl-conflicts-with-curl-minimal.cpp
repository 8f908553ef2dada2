// Finds installs of curl where curl-minimal stands in its way.
#include "rules/packages/curl-conflicts-with-curl-minimal.hpp"

#include <algorithm>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/base_image.hpp"
#include "analyzer/model/failing_step.hpp"
#include "analyzer/model/package_settings.hpp"
#include "analyzer/model/packages.hpp"

namespace dockcheck::rules::curl_conflicts_with_curl_minimal {
namespace {

using model::Manager;

bool is_release(std::string_view tag, std::string_view release) {
    if (!tag.starts_with(release)) return false;
    return tag.size() == release.size() || tag[release.size()] == '.' || tag[release.size()] == '-';
}

/// Images that begin with curl-minimal. Sources: rocky-linux/sig-cloud-instance-images 41,
/// devcontainers/features 774 (almalinux), amazonlinux/amazon-linux-2023 416, rhinstaller/anaconda
/// 3628 (ubi9). Date: 2026-11-28.
bool has_curl_minimal(model::Reference const& root) {
    if (root.kind != model::Reference::Kind::image || !root.value.is_known()) return false;
    auto const name = model::name_of(root.image);
    auto const tag = root.image.tag;
    if (name == "rockylinux" || name == "rockylinux/rockylinux" || name == "almalinux")
        return is_release(tag, "9");
    if (name == "amazonlinux") return is_release(tag, "2023");
    return name == "redhat/ubi9" || name == "redhat/ubi9-minimal"
           || name == "registry.access.redhat.com/ubi9"
           || name == "registry.access.redhat.com/ubi9-minimal"
           || name == "registry.access.redhat.com/ubi9/ubi"
           || name == "registry.access.redhat.com/ubi9/ubi-minimal";
}

/// Something in front, or the command itself, may take curl-minimal away.
bool may_be_gone(Pass const& pass, model::Command const& command) {
    static constexpr std::string_view words[] = {"curl-minimal", "allowerasing", "skip-broken",
                                                 "setopt",       "installroot",  "curl-full"};
    return std::ranges::any_of(words, [&](std::string_view word) {
        return model::is_mentioned_before(pass.build(), *pass.stage(), command, word);
    });
}

void check(model::Command const& command, Pass& pass) {
    auto const* const stage = pass.stage();
    if (command.use != model::Use::run || stage == nullptr || pass.is_trigger()) return;
    if (!has_curl_minimal(stage->root()) || !model::must_succeed(*stage, command)) return;
    auto const& install = model::package_command(command, pass.build().arena());
    if (install.verb != model::Verb::install) return;
    auto const curl = std::ranges::find(install.packages, "curl", &model::Package::name);
    if (curl == install.packages.end() || curl->argument == nullptr) return;
    if (!pass.may_look_around() || may_be_gone(pass, command)) return;
    pass.report(curl->argument->span, conflict, model::shown_name(stage->root()),
                model::called(install))
        .related(stage->root().span, "the base image");
}

}  // namespace

constinit Check const rule =
    on<check>().for_managers(Manager::dnf, Manager::microdnf, Manager::yum);

}  // namespace dockcheck::rules::curl_conflicts_with_curl_minimal
