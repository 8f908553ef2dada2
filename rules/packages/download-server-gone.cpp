// Finds addresses of servers that were switched off for good.
#include "rules/packages/download-server-gone.hpp"

#include <algorithm>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/word_list.hpp"

namespace dockcheck::rules::download_server_gone {
namespace {

struct Server {
    enum class Fault : std::uint8_t { off, protocol, certificate } fault = Fault::off;
    TrigramWord address;
    std::string_view shown;
    std::string_view since;
    std::string_view instead;  ///< what to do; but for `off` the address to write
};

using enum Server::Fault;

/// Sources: jfrog.com/blog/into-the-sunset-bintray-jcenter-gocenter-and-chartcenter;
/// github.blog/2021-09-01-improving-git-protocol-security-github;
/// kubernetes.io/blog/2023/08/31/legacy-package-repository-deprecation (removed in March 2024);
/// github.com/helm/helm/issues/31691; Docker's announcement of dockerproject.org's end; the notice
/// of npmmirror.com. Date: 2026-11-27.
constexpr Server servers[] = {
    {off, "//dl.bintray.com/", "dl.bintray.com", "2021-05-01",
     "look for the downloads of the project itself, or for its releases on GitHub"},
    {protocol, "git://github.com/", "git://github.com/", "2022-03-15", "https://github.com/"},
    {off, "//apt.kubernetes.io", "apt.kubernetes.io", "2024-03-04",
     "take the packages from https://pkgs.k8s.io, where each minor version has a repository"},
    {off, "//baltocdn.com/helm", "baltocdn.com", "2026-01",
     "take the packages of Helm from https://packages.buildkite.com/helm-linux/helm-debian"},
    {off, "//apt.dockerproject.org", "apt.dockerproject.org", "2020-03-31",
     "take the packages of Docker from https://download.docker.com/linux"},
    {certificate, "https://registry.npm.taobao.org", "https://registry.npm.taobao.org",
     "2024-01-22", "https://registry.npmmirror.com"},
};

Server const* server_in(std::string_view text) {
    auto const* const found = std::ranges::find_if(servers, [&](Server const& server) {
        return text.find(server.address.text()) != text.npos;
    });
    return found == std::end(servers) ? nullptr : found;
}

bool fetches(std::string_view program) {
    static constexpr model::WordList programs = " curl wget git aria2c ";
    return programs.holds(program);
}

Reported report(Server const& server, dockcheck::Mapped const& written, Pass& pass) {
    auto const span = written.source();
    if (server.fault == off) {
        return pass.report(span, rules::download_server_gone::off, server.shown, server.since,
                           server.instead);
    }
    auto finding = server.fault == protocol
                       ? pass.report(span, rules::download_server_gone::protocol, server.since)
                       : pass.report(span, rules::download_server_gone::certificate,
                                     server.shown.substr(server.shown.rfind('/') + 1), server.since,
                                     server.instead);
    auto const at = written.text().find(server.shown);
    if (at == std::string_view::npos) return finding;
    auto const begin = written.source_offset(static_cast<std::uint32_t>(at));
    auto const end = written.source_offset(static_cast<std::uint32_t>(at + server.shown.size()));
    return finding.replace({begin, end}, server.instead);
}

void look_at_commands(model::Stage const& stage, Pass& pass) {
    for (auto const& command : stage.commands) {
        if (command.use != model::Use::run) continue;
        for (auto const& word : command.arguments) {
            auto const text = word.value.known_prefix();
            auto const* const server = server_in(text);
            if (server == nullptr) continue;
            auto finding = report(*server, word.raw, pass);
            if (fetches(command.program) && !command.is_conditional && !command.can_fail_unseen) {
                finding.severity(Severity::error);
            }
        }
    }
}

void check(model::Build const& build, Pass& pass) {
    bool const is_named = std::ranges::any_of(
        servers, [&](Server const& server) { return build.may_hold(server.address); });
    if (!is_named || build.may_hold(std::string_view("insteadOf"))) return;
    for (auto const& stage : build.stages()) {
        look_at_commands(stage, pass);
        for (auto const& transfer : stage.transfers) {
            for (auto const& source : transfer.sources) {
                if (!source.is_remote) continue;
                auto const* const server = server_in(source.value.known_prefix());
                if (server == nullptr) continue;
                report(*server, source.written->word.text, pass).severity(Severity::error);
            }
        }
    }
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::download_server_gone
