// Finds downloads by curl in which an error page counts as success.
#include "rules/shell/curl-missing-fail-option.hpp"

#include <algorithm>
#include <string>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/base_image.hpp"
#include "analyzer/model/base_release.hpp"
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
    // An error page is an error of syntax to an interpreter of a language.
    static constexpr model::WordList readers =
        " tar bsdtar gpg gpg2 apt-key gunzip unxz bunzip2 python python2 python3 ruby node ";
    return is_last && model::list_holds(readers, reader.program) ? reader.program
                                                                 : std::string_view{};
}

/// Debian or Ubuntu by the name of the image, whoever keeps it, or by their package manager.
bool looks_like_debian(model::Stage const& stage) {
    auto const& root = stage.root();
    if (root.kind == model::Reference::Kind::image) {
        auto const name = model::name_of(root.image);
        auto const last = std::string_view(name).substr(name.rfind('/') + 1);
        if (last == "debian" || last == "ubuntu") return true;
    }
    return std::ranges::any_of(
        stage.commands, [](model::Command const& command) { return command.program == "apt-get"; });
}

/// A word as it is written, without quotes: with the variables that nobody knows.
std::string_view written(model::Argument const& word) {
    auto text = word.raw.text();
    if (text.size() >= 2 && (text.front() == '"' || text.front() == '\'')
        && text.back() == text.front()) {
        text = text.substr(1, text.size() - 2);
    }
    return text;
}

std::string_view known_or_written(model::Argument const& word) {
    return word.value.is_known() ? word.value.text_or_empty() : written(word);
}

/// What curl writes to: the word behind -o, or the last name of the address with -O.
std::string_view written_file(model::Command const& command, model::Download const& download) {
    if (auto const* const option = download.find(" -o --output "); option != nullptr) {
        return option->value.text_or_empty();
    }
    if (download.find(" -O --remote-name ") == nullptr || download.urls.size() != 1) {
        for (auto const& redirection : command.redirections) {
            if (redirection.operation == ">") return known_or_written(redirection.target);
        }
        return {};
    }
    auto const url = known_or_written(*download.urls.front());
    return url.substr(std::min(url.rfind('/') + 1, url.size()));
}

bool is_careful(model::Command const& command) {
    if (command.program == "dpkg") return command.argument(1) == "-i";
    bool const is_digest = command.program.ends_with("sum");
    return model::list_holds(" tar bsdtar unzip ", command.program)
           || (is_digest && command.argument(1).starts_with("-c"));
}

/// True where the file lists servers for apt, and `apt-get update` reads it further down.
bool is_source_list(std::string_view file, model::Command const& command, Pass const& pass) {
    if (!file.starts_with("/etc/apt/") || pass.stage() == nullptr) return false;
    if (!file.ends_with(".list") && !file.ends_with(".sources")) return false;
    auto const behind = model::commands_behind(*pass.stage(), command);
    return std::ranges::any_of(behind, [](model::Command const& other) {
        bool const is_update = (other.program == "apt-get" || other.program == "apt")
                               && std::ranges::any_of(other.arguments, [](auto const& word) {
                                      return word.value.text_or_empty() == "update";
                                  });
        return is_update && !other.can_fail_unseen && !other.is_conditional;
    });
}

/// The program behind && that is the first to get the file, and complains of an error page itself.
std::string_view reader_of_file(model::Command const& command, model::Download const& download,
                                Pass const& pass) {
    auto const file = written_file(command, download);
    if (file.empty() || pass.stage() == nullptr) return {};
    if (!command.is_conditional && is_source_list(file, command, pass)) return "apt-get update";
    for (auto const& other : model::commands_behind(*pass.stage(), command)) {
        bool const is_chained = other.connector == model::Connector::conjunction
                                && other.depth == command.depth && !other.in_substitution;
        if (!is_chained) return {};
        for (auto const& word : other.arguments) {
            auto const text = known_or_written(word);
            if (text == file
                || (text.ends_with(file) && text[text.size() - file.size() - 1] == '/')) {
                return is_careful(other) ? other.program : std::string_view{};
            }
        }
    }
    return {};
}

/// The shell is a dash that does not know pipefail.
bool has_old_dash(model::Command const& command, Pass const& pass) {
    if (command.script == nullptr || pass.stage() == nullptr) return false;
    auto const& script = *command.script;
    auto const& root = pass.stage()->root();
    bool const has_option = script.is_certainly(model::ShellKind::bash)
                            || script.is_certainly(model::ShellKind::busybox);
    if (has_option) return false;
    if (!script.shell_is_known && looks_like_debian(*pass.stage())) return true;
    if (root.kind != model::Reference::Kind::image) return false;
    return script.is_certainly(model::ShellKind::posix)
           && !model::dash_has_pipefail(*pass.stage()).value_or(false);
}

/// Where the status of curl is lost whatever it is: behind a semicolon, in a script without set -e.
std::string_view help_where_status_is_lost(model::Command const& command) {
    bool const is_lost = command.use == model::Use::run && command.can_fail_unseen
                         && !command.errexit && !command.in_substitution && command.depth == 0
                         && command.follower == model::Connector::sequence;
    if (!is_lost || command.script == nullptr) return {};
    return command.script->is_heredoc
               ? "write curl -f, and set -e as the first line of the script: without it the script "
                 "goes on after a command that failed"
               : "write curl -f, and && in place of the semicolon behind it: with a semicolon the "
                 "RUN goes on after a command that failed";
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
    if (auto const reader = reader_of_file(command, download, pass); !is_check && !reader.empty()) {
        auto found = pass.report(span, noticed_in_file, reader);
        found.severity(Severity::info).insert(span.end, option);
        return;
    }
    auto reported = is_lost_in_pipe(command)
                        ? pass.report(span, has_old_dash(command, pass) ? piped_dash : piped)
                    : command.use == model::Use::run ? pass.report(span, page)
                                                     : pass.report(span, healthy);
    // With an error page a shell behind the pipe fails; with nothing it succeeds.
    if (is_lost_in_pipe(command)) reported.applicability(Applicability::unsafe);
    if (auto const help = help_where_status_is_lost(command); !help.empty()) reported.help(help);
    reported.insert(span.end, option);
}

}  // namespace

constinit Check const rule = on<check>().for_programs(" curl ");

}  // namespace dockcheck::rules::curl_missing_fail_option
