// Finds cd behind which the script goes on in the wrong folder.
#include "rules/shell/cd-without-failure-check.hpp"

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/directories.hpp"
#include "analyzer/model/earlier_files.hpp"
#include "analyzer/model/paths.hpp"
#include "analyzer/model/word_list.hpp"

namespace dockcheck::rules::cd_without_failure_check {
namespace {

/// Folders that every Linux system with a shell has (Filesystem Hierarchy Standard 3.0).
constexpr model::WordList folders_of_system =
    " /bin /dev /etc /home /lib /opt /proc /root /run /sbin /srv /sys /tmp /usr /usr/bin /usr/lib "
    "/usr/local /usr/local/bin /usr/sbin /usr/share /var /var/cache /var/lib /var/log /var/tmp ";

bool can_fail(model::Command const& command) {
    auto const program = command.program;
    if (program == "pushd" || program == "popd") return true;
    if (program != "cd" || command.arguments.size() != 2) return false;
    auto const folder = command.argument(1);
    if (folder.empty()) return true;
    if (model::list_holds(folders_of_system, folder)) return false;
    // The way up is always there.
    return folder != "-" && folder.find_first_not_of("./") != folder.npos;
}

/// True for the folder of a WORKDIR and those around it: the builder has made them.
bool is_made_by_workdir(model::Command const& command, Pass const& pass) {
    if (command.program != "cd" || pass.stage() == nullptr) return false;
    auto const& build = pass.build();
    auto const workdir = build.workdir(*command.instruction);
    if (!workdir.is_set() || !workdir.value.is_known()) return false;
    auto const path =
        model::path_of(build, *pass.stage(), command, command.arguments.back().value).known();
    return path
           && model::is_at_or_below(model::clean_path(workdir.value.text_or_empty()),
                                    model::clean_path(*path));
}

void check(model::Command const& command, Pass& pass) {
    if (command.use != model::Use::run || command.script == nullptr || !can_fail(command)) return;
    if (command.follower != model::Connector::sequence || !command.can_fail_unseen) return;
    if (command.connector == model::Connector::disjunction) return;
    if (is_made_by_workdir(command, pass)) return;
    auto finding = pass.report(command.span, goes_on, pass.text(command.span));
    if (command.redirections.empty() && command.depth == 0) {
        finding.insert(command.span.end, " || exit 1");
    }
}

}  // namespace

constinit Check const rule = on<check>().for_programs(" cd pushd popd ");

}  // namespace dockcheck::rules::cd_without_failure_check
