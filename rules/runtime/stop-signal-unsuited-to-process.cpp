// Finds servers whose graceful stop has another signal than docker stop sends.
#include "rules/runtime/stop-signal-unsuited-to-process.hpp"

#include <algorithm>
#include <string>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/base_image.hpp"
#include "analyzer/model/start.hpp"
#include "analyzer/model/word_list.hpp"

namespace dockcheck::rules::stop_signal_unsuited_to_process {
namespace {

enum class Manner : std::uint8_t { cuts, waits, ignores };

/// From the manuals: nginx(8), Apache's "Stopping and Restarting" and httpd(8), the
/// management guide of HAProxy, "Shutting Down the Server" of PostgreSQL, systemd(1).
struct Server {
    std::string_view program;
    std::string_view signal;
    Manner manner;
    model::WordList questions;  ///< options with which it serves nobody
};

constexpr Server servers[] = {
    {"nginx", "SIGQUIT", Manner::cuts, " -t -T -v -V -h -? -s "},
    {"openresty", "SIGQUIT", Manner::cuts, " -t -T -v -V -h -? -s "},
    {"httpd", "SIGWINCH", Manner::cuts, " -t -v -V -h -l -L -M -S -T -k "},
    {"apache2", "SIGWINCH", Manner::cuts, " -t -v -V -h -l -L -M -S -T -k "},
    {"haproxy", "SIGUSR1", Manner::cuts, " -c -v -vv -h "},
    {"postgres", "SIGINT", Manner::waits,
     " --version -V --help -? --describe-config -C --check --boot --single "},
    {"systemd", "SIGRTMIN+3", Manner::ignores, " --version --help -h --test --user "},
};

/// Images of a system and nothing else: none of them sets a stop signal.
constexpr model::WordList systems =
    " almalinux alpine amazonlinux archlinux centos debian fedora opensuse/leap oraclelinux "
    "rockylinux rockylinux/rockylinux ubuntu ";

/// Nullptr for others, and for an httpd that may be that of busybox: Apache's stays in front with
/// -D.
Server const* server_of(model::Command const& command) {
    auto const* const found = std::ranges::find(servers, command.program, &Server::program);
    if (found == std::end(servers)) return nullptr;
    auto const is_apache = [](model::Argument const& argument) {
        return argument.value.known_prefix().starts_with("-D");
    };
    return command.program != "httpd" || std::ranges::any_of(command.arguments, is_apache)
               ? found
               : nullptr;
}

/// Certainly no stop signal is set.
bool is_default(model::RuntimeConfig const& config, Pass const& pass) {
    if (config.stop_signal.is_set()) return false;
    if (config.stop_signal.is_absent()) return true;
    if (config.stop_signal.origin.instruction != nullptr) return false;
    auto const& root = pass.stage()->root();
    return root.kind == model::Reference::Kind::image
           && model::list_holds(systems, model::name_of(root.image));
}

bool asks_something(model::Command const& command, Server const& server) {
    return std::ranges::any_of(command.arguments, [&](model::Argument const& argument) {
        return model::list_holds(server.questions, argument.value.known_prefix());
    });
}

void report(Server const& server, model::Command const& command, Pass& pass) {
    auto const place = command.arguments.front().span;
    auto const name = command.program;
    auto finding = server.manner == Manner::cuts ? pass.report(place, cut, name, server.signal)
                   : server.manner == Manner::waits
                       ? pass.report(place, waits, name, server.signal)
                       : pass.report(place, ignores, name, server.signal);
    if (server.manner == Manner::ignores) finding.severity(Severity::warning);
    if (pass.build().image() != nullptr) return;
    finding.insert(command.instruction->whole.begin,
                   "STOPSIGNAL " + std::string(server.signal) + "\n");
}

void check(model::RuntimeConfig const& config, Pass& pass) {
    auto const* const stage = pass.stage();
    if (stage == nullptr || config.is_windows || stage->has_no_base()) return;
    auto const start = model::start_of(pass.build(), *stage);
    if (!start.is_certain || start.commands.size() != 1 || start.instruction == nullptr) return;
    auto const& command = start.commands.front();
    if (!command.exec_form || command.wrappers != model::wrapper_none) return;
    if (command.instruction == nullptr || pass.build().stage_of(*command.instruction) != stage)
        return;
    auto const* const server = server_of(command);
    if (server == nullptr || asks_something(command, *server) || !is_default(config, pass)) return;
    report(*server, command, pass);
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::stop_signal_unsuited_to_process
