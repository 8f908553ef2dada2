// Finds files that a RUN makes for itself and leaves behind.
#include "rules/layers/temporary-files-left-in-layer.hpp"

#include <algorithm>
#include <string>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/archives.hpp"
#include "analyzer/model/directories.hpp"
#include "analyzer/model/earlier_files.hpp"
#include "analyzer/model/package_caches.hpp"
#include "analyzer/model/paths.hpp"
#include "analyzer/model/run_end.hpp"
#include "analyzer/model/word_list.hpp"
#include "analyzer/text/base_name.hpp"
#include "analyzer/text/byte_set.hpp"

namespace dockcheck::rules::temporary_files_left_in_layer {
namespace {

using model::Argument;
using model::Command;

bool wants(Options const& options, std::string_view kind) {
    return std::ranges::find(options.kinds, kind) != options.kinds.end();
}

std::string_view path_of(Pass const& pass, Command const& command, Value const& name) {
    return model::path_of(pass.build(), *pass.stage(), command, name).text_or_empty();
}

/// True when mv may take the path away: what it moves is or holds it, or nobody knows.
bool may_move(std::string_view path, Command const& command, Pass const& pass) {
    static constexpr ByteSet wildcards("*?[{");
    auto const& words = command.arguments;
    // The last word is where it goes to.
    for (std::size_t i = 1; i + 1 < words.size(); ++i) {
        auto const text = words[i].value.text_or_empty();
        if (text.starts_with("-t") || text.starts_with("--t")) return true;
        if (text.starts_with('-')) continue;
        auto const moved = path_of(pass, command, words[i].value);
        if (moved.empty()) return true;
        auto const end = std::ranges::find_if(moved, [](char c) { return wildcards.holds(c); });
        auto const plain = moved.substr(0, static_cast<std::size_t>(end - moved.begin()));
        bool const is_pattern = plain.size() < moved.size();
        if (is_pattern ? path.starts_with(plain)
                       : model::is_at_or_below(path, model::clean_path(moved))) {
            return true;
        }
    }
    return words.size() < 3;
}

/// True when a command of the RUN moves or deletes the path, or may do so, or it is no part of the
/// layer.
bool may_be_gone(std::string_view path, Command const& command, Pass const& pass) {
    std::string_view const paths[] = {path};
    if (model::is_mounted(command, paths)) return true;
    auto const beside = model::commands_beside(*pass.stage(), command);
    bool const has_trap =
        std::ranges::any_of(beside, [](Command const& other) { return other.program == "trap"; });
    if (has_trap || model::may_be_emptied(pass.build(), *pass.stage(), command, paths)) return true;
    return std::ranges::any_of(
        model::commands_behind(*pass.stage(), command), [&](Command const& other) {
            if (other.program == "mv") return may_move(path, other, pass);
            return model::list_holds(" unlink shred gunzip bunzip2 unxz rmdir ", other.program);
        });
}

/// The first command behind that makes `$NAME` empty, for one that the text has; or nullptr.
Command const* unset_behind(std::string_view text, Command const& command, Pass const& pass) {
    if (text.find('$') == text.npos) return nullptr;
    for (auto const& other : model::commands_behind(*pass.stage(), command)) {
        if (other.program != "unset") continue;
        for (auto const& word : other.arguments.subspan(1)) {
            auto const name = word.value.text_or_empty();
            auto const at = name.empty() ? text.npos : text.find(name);
            if (at != text.npos && at > 0 && (text[at - 1] == '$' || text[at - 1] == '{'))
                return &other;
        }
    }
    return nullptr;
}

/// Deletes it at the end of the RUN, where the path needs no quotes.
void add_removal(std::string_view remove, std::string_view path, Command const& command,
                 Pass const& pass, Reported& finding) {
    constexpr std::string_view plain =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/._-+${}\"";
    finding.in_script_of(command);
    if (path.empty() || path.find_first_not_of(plain) != path.npos) return;
    if (unset_behind(path, command, pass) != nullptr) return;
    bool const has_sudo = (command.wrappers & model::wrapper_sudo) != 0;
    auto const text =
        std::string(has_sudo ? "sudo " : "") + std::string(remove) + " " + std::string(path);
    auto const end = model::append_command(pass.build(), *command.instruction, text);
    if (end) finding.insert(end->offset, end->text);
}

/// True when a command behind it checks what was fetched: that takes a file.
bool is_checked(Command const& command, Pass const& pass) {
    return std::ranges::any_of(
        model::commands_behind(*pass.stage(), command), [](Command const& other) {
            return model::list_holds(
                " sha256sum sha512sum sha1sum sha384sum md5sum b2sum shasum cksum gpg gpg2 gpgv"
                " openssl minisign cosign ",
                other.program);
        });
}

/// Which command behind it unpacks the file at this path; only tar can read it from a pipe.
enum class Unpacker : std::uint8_t { none, tar, other };

Unpacker unpacker_of(std::string_view path, Command const& command, Pass const& pass) {
    for (auto const& other : model::commands_behind(*pass.stage(), command)) {
        auto const* const archive = model::unpacked_by(other);
        if (archive == nullptr || path_of(pass, other, archive->value) != path) continue;
        return model::unpacked_by_tar(other) != nullptr ? Unpacker::tar : Unpacker::other;
    }
    return Unpacker::none;
}

/// True when gpg reads it as the signature of another file.
bool is_signature(std::string_view path, Command const& command, Pass const& pass) {
    return std::ranges::any_of(
        model::commands_behind(*pass.stage(), command), [&](Command const& other) {
            if (other.program != "gpg" && other.program != "gpg2") return false;
            for (std::size_t i = 1; i + 2 < other.arguments.size(); ++i) {
                if (other.argument(i) != "--verify") continue;
                return path_of(pass, other, other.arguments[i + 1].value) == path;
            }
            return false;
        });
}

/// The path as the RUN has it: with its variables, which the next version changes.
std::string written_path(std::string_view path, Span word, Pass const& pass) {
    auto text = pass.text(word);
    if (text.find('$') == text.npos) return std::string(path);
    while (!text.empty() && (text.front() == '"' || text.front() == '\'')) text.remove_prefix(1);
    while (!text.empty() && (text.back() == '"' || text.back() == '\'')) text.remove_suffix(1);
    if (text.starts_with('/')) return std::string(text);
    auto const name = base_name(text);
    if (name.find('$') == name.npos) return std::string(path);
    return std::string(path.substr(0, path.rfind('/') + 1)) + std::string(name);
}

void check_download(Command const& command, Pass& pass, Options const& options) {
    if (command.program != "curl" && command.program != "wget") return;
    for (auto const& saved : model::files_saved_by(command, pass.build().arena())) {
        auto const path = path_of(pass, command, saved.name);
        if (path.empty()) continue;
        auto const unpacker = unpacker_of(path, command, pass);
        bool const archives = wants(options, "archive") && unpacker != Unpacker::none;
        bool const signs = wants(options, "signature") && is_signature(path, command, pass);
        if ((!archives && !signs) || may_be_gone(path, command, pass)) continue;
        bool const may_stream = unpacker == Unpacker::tar && !is_checked(command, pass);
        auto const shown = written_path(path, saved.span, pass);
        auto finding = !archives    ? pass.report(saved.span, signature, shown)
                       : may_stream ? pass.report(saved.span, archive, shown)
                                    : pass.report(saved.span, zip, shown);
        add_removal("rm", shown, command, pass, finding);
    }
}

bool makes_folder(Command const& command) {
    return command.program == "mktemp"
           && std::ranges::any_of(command.arguments, [](Argument const& word) {
                  auto const text = word.value.known_prefix();
                  return text == "--directory"
                         || (text.starts_with('-') && !text.starts_with("--")
                             && text.find('d') != text.npos);
              });
}

/// The variable that gets what the command prints: `X=$(mktemp -d)`, `export X=...`.
std::string_view variable_of(Command const& command, Pass const& pass) {
    for (auto const& other : model::commands_beside(*pass.stage(), command)) {
        for (auto const& assignment : other.assignments) {
            if (assignment.span.contains(command.span)) return assignment.name;
        }
        if (!model::list_holds(" export local readonly declare ", other.program)) continue;
        for (auto const& word : other.arguments) {
            auto const text = word.raw.text();
            if (word.span.contains(command.span)) return text.substr(0, text.find('='));
        }
    }
    return {};
}

/// True when a later command has the variable in one of its words.
bool is_used(std::string_view variable, Command const& command, Pass const& pass) {
    auto const names_it = [&](std::string_view text) {
        auto const plain = "$" + std::string(variable);
        return text.find(plain) != text.npos
               || text.find("${" + std::string(variable)) != text.npos;
    };
    return std::ranges::any_of(
        model::commands_behind(*pass.stage(), command), [&](Command const& other) {
            if (variable == "GNUPGHOME" && other.program.starts_with("gpg")) return true;
            return std::ranges::any_of(
                other.arguments, [&](Argument const& word) { return names_it(word.raw.text()); });
        });
}

void check_folder(Command const& command, Pass& pass, Options const& options) {
    if (!command.in_substitution || !wants(options, "tempdir") || !makes_folder(command)) return;
    auto const variable = variable_of(command, pass);
    if (variable.empty() || !is_used(variable, command, pass)) return;
    // A path below that nobody names is taken away by whatever takes away its folder.
    if (may_be_gone("/tmp/tmp", command, pass)) return;
    auto const path = "\"$" + std::string(variable) + "\"";
    auto const* const unset = unset_behind(path, command, pass);
    auto finding = unset == nullptr
                       ? pass.report(command.span, folder, variable)
                       : pass.report(command.span, unset_folder, variable, pass.text(unset->span));
    if (command.depth <= 1) add_removal("rm -rf", path, command, pass, finding);
}

/// True when a command behind unpacks something into the folder.
bool is_filled(std::string_view path, Command const& command, Pass const& pass) {
    return std::ranges::any_of(model::commands_behind(*pass.stage(), command),
                               [&](Command const& other) {
                                   if (other.program != "tar") return false;
                                   for (std::size_t i = 1; i < other.arguments.size(); ++i) {
                                       if (path_of(pass, other, other.arguments[i].value) == path)
                                           return true;
                                   }
                                   return false;
                               });
}

bool is_installed(Command const& command, Pass const& pass) {
    return std::ranges::any_of(
        model::commands_behind(*pass.stage(), command), [](Command const& other) {
            return other.program == "make"
                   && std::ranges::any_of(other.arguments, [](Argument const& word) {
                          return word.value.text_or_empty() == "install";
                      });
        });
}

void check_source(Command const& command, Pass& pass, Options const& options) {
    if (command.program != "mkdir" || !wants(options, "source-tree")) return;
    for (auto const& word : command.arguments.subspan(1)) {
        auto const path = path_of(pass, command, word.value);
        if (!path.starts_with("/usr/src/") || !is_filled(path, command, pass)) continue;
        if (!is_installed(command, pass) || may_be_gone(path, command, pass)) continue;
        auto finding = pass.report(word.span, source, path);
        add_removal("rm -rf", path, command, pass, finding);
    }
}

/// In a RUN of so many commands nobody is sure any more.
constexpr std::size_t most_commands = 200;

void check(Command const& command, Pass& pass, Options const& options) {
    if (!model::is_shipped(pass.stage(), command, false) || command.arguments.empty()) return;
    if (model::commands_beside(*pass.stage(), command).size() > most_commands) return;
    check_download(command, pass, options);
    check_folder(command, pass, options);
    check_source(command, pass, options);
}

}  // namespace

constinit Check const rule = on<check>().for_programs(" curl wget mkdir mktemp ");

}  // namespace dockcheck::rules::temporary_files_left_in_layer
