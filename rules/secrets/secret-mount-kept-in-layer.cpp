// Finds secrets of a mount that a RUN writes into the image.
#include "rules/secrets/secret-mount-kept-in-layer.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/directories.hpp"
#include "analyzer/model/earlier_files.hpp"
#include "analyzer/model/paths.hpp"
#include "analyzer/model/run_mounts.hpp"
#include "analyzer/model/word_list.hpp"

namespace dockcheck::rules::secret_mount_kept_in_layer {
namespace {

/// A secret as the commands of a RUN find it: its file, and variables that hold it.
struct Secret {
    std::string_view id;
    std::string path;
    std::vector<std::string_view> variables;
};

/// What is public, whoever calls it a secret: certificates and public keys.
bool is_public(std::string_view text) {
    static constexpr std::string_view words[] = {"cert", "crt", ".pem", "ca.", "ca_", "ca-", "pub"};
    return text == "ca" || std::ranges::any_of(words, [&](std::string_view word) {
               return text.find(word) != text.npos;
           });
}

/// Where BuildKit puts it: the frontend's reference, RUN --mount=type=secret.
std::optional<Secret> secret_of(ast::Mount const& mount) {
    if (model::field_of(mount, "type") != "secret") return std::nullopt;
    auto const id = model::field_of(mount, "id");
    auto const target = model::field_of(mount, "target", "dst", "destination");
    auto const variable = model::field_of(mount, "env");
    for (auto const text : {id, target, variable}) {
        if (text.find('$') != text.npos || is_public(text)) return std::nullopt;
    }
    Secret secret{id, {}, {}};
    if (!variable.empty()) secret.variables.push_back(variable);
    if (variable.empty() || !target.empty()) {
        if (target.empty() && id.empty()) return std::nullopt;
        secret.path = target.empty()            ? "/run/secrets/" + std::string(id)
                      : target.starts_with('/') ? std::string(target)
                                                : "/run/secrets/" + std::string(target);
    }
    return secret;
}

bool is_of_name(char c) {
    return c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/// `$NAME` or `${NAME}`; `${NAME:+set}` says only that there is one.
bool reads_variable(std::string_view text, std::string_view name) {
    for (auto at = text.find(name); at != text.npos; at = text.find(name, at + 1)) {
        auto const before = text.substr(0, at);
        auto const behind = text.substr(at + name.size());
        bool const is_whole = behind.empty() || !is_of_name(behind.front());
        bool const is_test = behind.starts_with(":+") || behind.starts_with('+');
        if (is_whole && !is_test && (before.ends_with('$') || before.ends_with("${"))) return true;
    }
    return false;
}

/// The contents in a text: `$(cat /run/secrets/key)`, a variable. A path alone is none.
bool holds_secret(std::string_view text, Secret const& secret) {
    if (text.starts_with('\'')) return false;
    bool const reads_file = text.find("$(cat ") != text.npos || text.find("$(<") != text.npos
                            || text.find("`cat ") != text.npos;
    if (reads_file && !secret.path.empty()) {
        auto const at = text.find(secret.path);
        auto const end = at + secret.path.size();
        if (at != text.npos && (end >= text.size() || !is_of_name(text[end]))) return true;
    }
    return std::ranges::any_of(secret.variables,
                               [&](auto name) { return reads_variable(text, name); });
}

/// The word that says where the command writes the secret to, or nullptr.
model::Argument const* target_of(model::Command const& command, Secret const& secret,
                                 Pass const& pass) {
    if (command.program == "cp" || command.program == "install") {
        if (command.arguments.size() < 3) return nullptr;
        auto const from = command.arguments.subspan(1, command.arguments.size() - 2);
        bool const takes = std::ranges::any_of(from, [&](model::Argument const& word) {
            return !secret.path.empty() && word.value.text_or_empty() == secret.path;
        });
        return takes ? &command.arguments.back() : nullptr;
    }
    static constexpr model::WordList printers = " base64 cat echo printf ";
    if (!printers.holds(command.program) || command.in_substitution) return nullptr;
    bool const reads = command.program == "cat" || command.program == "base64";
    bool const prints =
        std::ranges::any_of(command.arguments.subspan(1), [&](model::Argument const& word) {
            bool const is_file =
                reads && !secret.path.empty() && word.value.text_or_empty() == secret.path;
            return is_file || holds_secret(pass.text(word.span), secret);
        });
    if (!prints || command.follower == model::Connector::pipe) return nullptr;
    for (auto const& redirection : command.redirections) {
        if (redirection.operation == ">" || redirection.operation == ">>")
            return &redirection.target;
    }
    return nullptr;
}

/// True when something of the RUN may take the file away again, or make it no file of the image.
bool may_be_removed(std::span<model::Command const> commands, model::Command const& writer,
                    model::Argument const& target, Pass const& pass) {
    static constexpr model::WordList removers =
        " find git mv rm shred sh source trap truncate unlink ";
    auto const written = pass.text(target.span);
    return std::ranges::any_of(commands, [&](model::Command const& command) {
        if (command.program == "trap") return true;
        if (command.sequence <= writer.sequence || !removers.holds(command.program)) return false;
        return std::ranges::any_of(command.arguments.subspan(1), [&](model::Argument const& word) {
            auto const text = pass.text(word.span);
            if (text.starts_with('-')) return false;
            return !word.value.is_known() || text.find_first_of("*?[~$") != text.npos
                   || written.find(text) != written.npos || text.find(written) != text.npos;
        });
    });
}

/// True for a path that some mount of the RUN, or the system, keeps out of the layer.
bool is_no_file_of_image(std::string_view path, ast::Run const& run) {
    static constexpr std::string_view folders[] = {"/dev", "/proc", "/run", "/sys", "/tmp"};
    auto const lies_in = [&](std::string_view folder) {
        return model::is_at_or_below(path, folder);
    };
    return std::ranges::any_of(folders, lies_in)
           || std::ranges::any_of(run.mounts, [&](ast::Mount const& mount) {
                  auto const target = model::field_of(mount, "target", "dst", "destination");
                  return target.empty() ? model::field_of(mount, "type") != "secret"
                                        : !target.starts_with('/') || lies_in(target);
              });
}

/// A variable that the secret is put into: `KEY=$(cat /run/secrets/key)`, alone or exported.
void follow(model::Command const& command, Secret& secret, Pass const& pass) {
    for (auto const& assignment : command.assignments) {
        if (holds_secret(pass.text(assignment.span), secret))
            secret.variables.push_back(assignment.name);
    }
    if (command.program != "export") return;
    for (auto const& word : command.arguments.subspan(1)) {
        auto const text = pass.text(word.span);
        auto const sign = text.find('=');
        if (sign != text.npos && holds_secret(text.substr(sign), secret))
            secret.variables.push_back(text.substr(0, sign));
    }
}

void check(ast::Run const& run, Pass& pass) {
    auto const* const stage = pass.stage();
    if (run.mounts.empty() || stage == nullptr || pass.is_trigger() || stage->is_windows) return;
    if (stage->reach != model::Reach::final) return;
    for (auto const& mount : run.mounts) {
        auto secret = secret_of(mount);
        if (!secret || !pass.may_look_around()) continue;
        auto const commands = stage->commands_of(pass.instruction());
        for (auto const& command : commands) {
            follow(command, *secret, pass);
            if (command.arguments.empty()) continue;
            auto const* const target = target_of(command, *secret, pass);
            if (target == nullptr) continue;
            auto const path = model::path_of(pass.build(), *stage, command, target->value).known();
            if (!path || is_public(*path) || is_no_file_of_image(model::clean_path(*path), run))
                continue;
            if (may_be_removed(commands, command, *target, pass)) continue;
            auto const name = secret->id.empty() ? std::string_view(secret->path) : secret->id;
            pass.report(target->span, kept, name, pass.text(target->span))
                .related(mount.flag->span, "mounted here");
            break;
        }
    }
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::secret_mount_kept_in_layer
