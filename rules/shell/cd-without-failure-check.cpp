// Finds cd behind which the script goes on in the wrong folder.
#include "rules/shell/cd-without-failure-check.hpp"

#include <algorithm>

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

/// True for a word of the command that is the folder, one of those around it, or one below it.
bool names(model::Command const& command, std::string_view folder, bool is_below) {
    return std::ranges::any_of(command.arguments, [&](model::Argument const& word) {
        auto const text = word.value.text_or_empty();
        if (!text.starts_with('/')) return false;
        auto const path = model::clean_path(text);
        return is_below ? model::is_at_or_below(path, folder) : model::is_at_or_below(folder, path);
    });
}

/// True for the folder that a COPY in front has filled, and those around it.
bool is_made_by_copy(model::Command const& command, Pass const& pass) {
    if (command.program != "cd" || !command.argument(1).starts_with('/')) return false;
    constexpr std::size_t most = 500;
    auto const folder = model::clean_path(command.argument(1));
    auto const& all = pass.stage()->transfers;
    return std::ranges::any_of(
        all.first(std::min(all.size(), most)), [&](model::Transfer const& transfer) {
            if (transfer.instruction->span.begin > command.span.begin) return false;
            auto const target = model::target_of(transfer);
            if (target.empty() || !model::is_at_or_below(target, folder)) return false;
            return target != folder || transfer.target.text_or_empty().ends_with('/')
                   || model::copies_folder(pass.build(), transfer);
        });
}

/// True for the folder of a `mkdir` or `git clone` of a RUN in front, which had to succeed.
bool is_made_by_earlier_run(model::Command const& command, Pass const& pass) {
    if (command.program != "cd" || !command.argument(1).starts_with('/')) return false;
    constexpr int most_commands = 500;
    auto const folder = model::clean_path(command.argument(1));
    bool is_made = false;
    int count = 0;
    for (auto const& other : pass.stage()->commands) {
        if (other.instruction == command.instruction || ++count > most_commands) break;
        if (other.use != model::Use::run) continue;
        bool const takes_away = other.program == "rm" || other.program == "mv"
                                || other.program == "rmdir" || other.program == "find";
        if (takes_away && names(other, folder, false)) is_made = false;
        bool const makes =
            other.program == "mkdir" || (other.program == "git" && other.argument(1) == "clone");
        bool const is_certain = !other.is_conditional && !other.can_fail_unseen;
        if (makes && is_certain && names(other, folder, true)) is_made = true;
    }
    return is_made;
}

void check(model::Command const& command, Pass& pass) {
    if (command.use != model::Use::run || command.script == nullptr || !can_fail(command)) return;
    if (command.follower != model::Connector::sequence || !command.can_fail_unseen) return;
    if (command.connector == model::Connector::disjunction) return;
    if (is_made_by_workdir(command, pass)) return;
    if (pass.stage() != nullptr
        && (is_made_by_copy(command, pass) || is_made_by_earlier_run(command, pass))) {
        return;
    }
    auto finding = pass.report(command.span, goes_on, pass.text(command.span));
    if (command.redirections.empty() && command.depth == 0) {
        finding.insert(command.span.end, " || exit 1");
    }
}

}  // namespace

constinit Check const rule = on<check>().for_programs(" cd pushd popd ");

}  // namespace dockcheck::rules::cd_without_failure_check
