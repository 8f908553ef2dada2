// Finds redirections whose file can only be a directory.
#include "rules/shell/redirection-to-directory.hpp"

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/word_list.hpp"

namespace dockcheck::rules::redirection_to_directory {
namespace {

bool is_directory(std::string_view path) {
    static constexpr model::WordList known =
        " . .. /bin /dev /etc /home /opt /root /sbin /srv /tmp /usr /usr/bin /usr/local "
        "/usr/local/bin /var /var/log ";
    return known.holds(path) || path.ends_with('/') || path.ends_with("/.")
           || path.ends_with("/..");
}

void check(model::Command const& command, Pass& pass) {
    if (command.script == nullptr || command.redirections.empty()) return;
    for (auto const& redirection : command.redirections) {
        // `>&` copies a stream.
        if (redirection.operation.find('>') == std::string_view::npos) continue;
        auto const path = redirection.target.value.known();
        if (!path || path->empty() || !is_directory(*path)) continue;
        auto finding = pass.report(redirection.target.span, directory, *path);
        if (command.is_conditional || command.can_fail_unseen) finding.severity(Severity::warning);
    }
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::redirection_to_directory
