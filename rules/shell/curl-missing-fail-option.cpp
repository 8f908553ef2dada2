// Finds downloads by curl in which an error page counts as success.
#include "rules/shell/curl-missing-fail-option.hpp"

#include <algorithm>

#include "analyzer/knowledge/dash.hpp"
#include "analyzer/lint/pass.hpp"
#include "analyzer/model/base_image.hpp"
#include "analyzer/model/download_checks.hpp"
#include "analyzer/model/downloads.hpp"
#include "analyzer/model/package_caches.hpp"
#include "analyzer/model/word_list.hpp"

namespace dockcheck::rules::curl_missing_fail_option {
namespace {

bool is_http(model::Argument const* url) {
    auto const text = url->value.known_prefix();
    return text.starts_with("http://") || text.starts_with("https://");
}

/// True when the pipe hides that curl fails.
bool is_lost_in_pipe(model::Command const& command) {
    return command.follower == model::Connector::pipe && command.can_fail_unseen;
}

/// The program at the end of the pipe that complains of an error page itself; empty for others.
std::string_view careful_reader(model::Command const& command, Pass const& pass) {
    if (command.follower != model::Connector::pipe || pass.stage() == nullptr) return {};
    auto const behind = model::commands_behind(*pass.stage(), command);
    if (behind.empty()) return {};
    auto const& reader = behind.front();
    bool const is_last = reader.follower != model::Connector::pipe && reader.depth == command.depth
                         && reader.in_substitution == command.in_substitution;
    static constexpr model::WordList readers = " tar bsdtar gpg gpg2 apt-key gunzip unxz bunzip2 ";
    return is_last && model::list_holds(readers, reader.program) ? reader.program
                                                                 : std::string_view{};
}

/// The shell is a dash that does not know pipefail.
bool has_old_dash(model::Command const& command, Pass const& pass) {
    if (command.script == nullptr || pass.stage() == nullptr) return false;
    auto const& root = pass.stage()->root();
    if (root.kind != model::Reference::Kind::image) return false;
    return command.script->is_certainly(model::ShellKind::posix)
           && !knowledge::dash_has_pipefail(model::name_of(root.image), root.image.tag)
                   .value_or(false);
}

void check(model::Command const& command, Pass& pass, Options const& options) {
    bool const is_check = command.use == model::Use::healthcheck;
    if (command.use != model::Use::run && (!is_check || !options.include_healthcheck)) return;
    if (command.program != "curl") return;
    auto const& download = model::download_of(command, pass.build().arena());
    // -I and -w are there to look at the status; -K and a curlrc may hold any option.
    static constexpr model::WordList names =
        " -f --fail --fail-with-body --fail-early -I --head -w --write-out -K --config "
        "--unix-socket --abstract-unix-socket -V --version -h --help ";
    if (download.may_have_more_options || download.find(names) != nullptr) return;
    if (!std::ranges::any_of(download.urls, is_http)) return;
    // An error page does not pass the check.
    if (pass.stage() != nullptr && command.follower != model::Connector::pipe
        && model::is_surely_checked_behind(pass.build(), *pass.stage(), command)) {
        return;
    }
    auto const span = command.arguments.front().span;
    auto const* const option = command.exec_form ? ", \"-f\"" : " -f";
    if (auto const reader = careful_reader(command, pass); !reader.empty()) {
        auto found = pass.report(span, noticed, reader);
        found.severity(Severity::info).insert(span.end, option);
        return;
    }
    auto reported = is_lost_in_pipe(command)
                        ? pass.report(span, has_old_dash(command, pass) ? piped_dash : piped)
                    : command.use == model::Use::run ? pass.report(span, page)
                                                     : pass.report(span, healthy);
    reported.insert(span.end, option);
}

}  // namespace

constinit Check const rule = on<check>().for_programs(" curl ");

}  // namespace dockcheck::rules::curl_missing_fail_option
