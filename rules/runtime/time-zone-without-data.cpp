// Finds time zones that are chosen in an Alpine image which has no data of time zones.
#include "rules/runtime/time-zone-without-data.hpp"

#include <algorithm>
#include <string_view>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/base_image.hpp"
#include "analyzer/model/failing_step.hpp"
#include "analyzer/model/packages.hpp"
#include "analyzer/model/word_list.hpp"

namespace dockcheck::rules::time_zone_without_data {
namespace {

/// Packages of Alpine that bring neither tzdata nor a program with time zones of its own (Java,
/// Node.js, .NET, PHP). Source: the dependencies in Alpine's package index. Date: 2026-11-28.
bool brings_no_zones(std::string_view package) {
    static constexpr model::WordTable packages =
        " bash bind-tools build-base busybox-extras ca-certificates coreutils curl dcron findutils "
        "g++ gcc git gzip iptables jq libc-dev libc6-compat libgcc libstdc++ linux-headers make "
        "musl-dev nano nginx openssh openssh-client openssl procps py3-pip py3-setuptools "
        "python3 redis rsync runit shadow socat sqlite su-exec sudo tar tini tzdata-doc unzip "
        "vim wget xz zip ";
    return packages.holds(package);
}

/// True for a command of RUN that may bring them: a program that nobody knows, another package.
bool may_bring_zones(model::Command const& command, model::Build const& build) {
    static constexpr model::WordTable harmless =
        " [ addgroup adduser cat chmod chown cp date echo export ln ls mkdir mv printf rm sed set "
        "test touch true ";
    auto const* const run = ast::get_if<ast::Run>(&command.instruction->node);
    if (run == nullptr || !run->mounts.empty() || command.wrappers != model::wrapper_none)
        return true;
    auto const& install = model::package_command(command, build.arena());
    if (install.manager == model::Manager::none)
        return !command.program.empty() && !harmless.holds(command.program);
    if (install.manager == model::Manager::pip) return false;
    if (install.manager != model::Manager::apk) return true;
    auto const is_plain = [](model::Package const& package) {
        return brings_no_zones(package.name);
    };
    return install.verb == model::Verb::install
           && (!std::ranges::all_of(install.packages, is_plain) || !install.paths.empty());
}

/// True when nothing in the stages, as far as a command or their end, may have brought them.
bool lacks_zones(Pass const& pass, model::Command const* before) {
    auto const& build = pass.build();
    if (build.may_hold(std::string_view("tzdata"))) return false;
    auto const& root = pass.stage()->root();
    if (root.kind != model::Reference::Kind::image || !root.value.is_known()) return false;
    if (model::name_of(root.image) != "alpine") return false;
    for (auto const* stage = pass.stage(); stage != nullptr; stage = stage->parent) {
        if (!stage->triggered.instructions.empty() || stage->may_set_more) return false;
        for (auto const& transfer : stage->transfers) {
            auto const target = transfer.target.known();
            bool const is_elsewhere = target && target->size() > 1 && !target->starts_with("/usr")
                                      && !target->starts_with("/etc");
            if (transfer.from != nullptr || transfer.is_add || !is_elsewhere) return false;
        }
        for (auto const& command : stage->commands) {
            if (&command == before) break;
            if (command.use == model::Use::run && may_bring_zones(command, build)) return false;
        }
    }
    return true;
}

/// "Europe/Berlin". UTC, and forms that say the difference themselves, need no data.
bool is_zone(std::string_view value) {
    static constexpr std::string_view areas[] = {"Africa/", "America/",  "Antarctica/",
                                                 "Asia/",   "Atlantic/", "Australia/",
                                                 "Europe/", "Indian/",   "Pacific/"};
    return std::ranges::any_of(areas, [&](auto area) { return value.starts_with(area); });
}

void check_env(ast::Env const& env, Pass& pass) {
    auto const* const stage = pass.stage();
    if (stage == nullptr || stage->reach != model::Reach::final || pass.is_trigger()) return;
    for (auto const& pair : env.pairs) {
        if (pair.key.text.text() != "TZ") continue;
        auto const value = pass.value(pair.value).known();
        if (!value || !is_zone(*value) || !pass.may_look_around()) continue;
        if (!lacks_zones(pass, nullptr)) return;
        pass.report(pair.value.span, no_effect, *value, model::shown_name(stage->root()));
    }
}

void check_copy(model::Command const& command, Pass& pass) {
    auto const* const stage = pass.stage();
    if (command.use != model::Use::run || stage == nullptr || pass.is_trigger()) return;
    if (command.arguments.size() < 3 || !model::must_succeed(*stage, command)) return;
    auto const* const run = ast::get_if<ast::Run>(&command.instruction->node);
    if (run == nullptr || !run->mounts.empty()) return;
    for (auto const& word : command.arguments.subspan(1, command.arguments.size() - 2)) {
        auto const path = word.value.known_prefix();
        if (!path.starts_with("/usr/share/zoneinfo/")) continue;
        if (!pass.may_look_around() || !lacks_zones(pass, &command)) return;
        pass.report(word.span, no_file, pass.text(word.span), model::shown_name(stage->root()))
            .severity(Severity::error);
        return;
    }
}

}  // namespace

constinit Check const rule = on<check_env, check_copy>().for_programs(" cp install ");

}  // namespace dockcheck::rules::time_zone_without_data
