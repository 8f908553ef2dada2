// Finds redirections whose target is a folder.
#include "rules/shell/redirection-to-folder.hpp"

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/word_list.hpp"

namespace dockcheck::rules::redirection_to_folder {
namespace {

bool is_folder(std::string_view path) {
    static constexpr model::WordList folders =
        " . .. /bin /dev /etc /home /opt /root /sbin /srv /tmp /usr /usr/bin /usr/local "
        "/usr/local/bin /var /var/log ";
    return path.ends_with('/') || folders.holds(path);
}

void check(model::Command const& command, Pass& pass) {
    if (command.redirections.empty() || command.use != model::Use::run) return;
    if (pass.stage() == nullptr || pass.stage()->is_windows || command.program.empty()) return;
    for (auto const& redirection : command.redirections) {
        auto const operation = redirection.operation;
        if (!operation.ends_with('>') && !operation.ends_with(">|")) continue;
        auto const path = redirection.target.value.known();
        if (!path || !is_folder(*path)) continue;
        pass.report(redirection.target.span, folder, *path, command.program);
        return;
    }
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::redirection_to_folder
