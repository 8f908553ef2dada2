// Finds RUN that starts a command without the secret that the configuration asks for.
#include "rules/secrets/missing-required-secret-mount.hpp"

#include <algorithm>
#include <string>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/run_mounts.hpp"
#include "analyzer/text/base_name.hpp"

namespace dockcheck::rules::missing_required_secret_mount {
namespace {

/// One entry of the option.
struct Needed {
    std::string_view words;   ///< `npm ci`
    std::string_view fields;  ///< `id=npmrc,target=/root/.npmrc`
    std::string_view id;
    std::string_view target;
    std::string_view variable;  ///< of env=
};

std::string_view trimmed(std::string_view text) {
    auto const begin = std::min(text.find_first_not_of(' '), text.size());
    return text.substr(begin, text.find_last_not_of(' ') + 1 - begin);
}

/// Takes what stands in front of a character off a text.
std::string_view take_until(std::string_view& text, char border) {
    auto const end = std::min(text.find(border), text.size());
    auto const part = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    return part;
}

/// An entry without a command or an id asks for nothing.
Needed read_entry(std::string_view text) {
    Needed needed;
    needed.words = trimmed(take_until(text, ':'));
    needed.fields = trimmed(text);
    for (auto rest = needed.fields; !rest.empty();) {
        auto field = take_until(rest, ',');
        auto const key = take_until(field, '=');
        if (key == "id") needed.id = field;
        if (key == "target" || key == "dst" || key == "destination") needed.target = field;
        if (key == "env") needed.variable = field;
    }
    return needed;
}

/// True when the command begins with the words, whatever options stand between them.
bool is_command(model::Command const& command, std::string_view words) {
    if (command.use != model::Use::run || take_until(words, ' ') != command.program) return false;
    for (std::size_t i = 1; i < command.arguments.size() && !words.empty(); ++i) {
        auto const word = command.argument(i);
        if (word.starts_with('-')) continue;
        if (word != take_until(words, ' ')) return false;
    }
    return words.empty();
}

/// True when it mounts the secret where it is wanted; what a variable decides may be right.
bool gives(ast::Mount const& mount, Needed const& needed) {
    if (model::field_of(mount, "type") != "secret") return false;
    auto const target = model::field_of(mount, "target", "dst", "destination");
    auto const written = model::field_of(mount, "id");
    auto const id = written.empty() ? base_name(target) : written;
    if (id.find('$') != id.npos || target.find('$') != target.npos) return true;
    if (id != needed.id) return false;
    if (!needed.variable.empty() && model::field_of(mount, "env") != needed.variable) return false;
    return needed.target.empty() || target == needed.target;
}

void check(ast::Run const& run, Pass& pass, Options const& options) {
    auto const* const stage = pass.stage();
    if (options.commands.empty() || stage == nullptr || stage->is_windows) return;
    if (pass.is_trigger() || pass.build().image() != nullptr) return;
    auto const commands = stage->commands_of(pass.instruction());
    for (auto const entry : options.commands) {
        auto const needed = read_entry(entry);
        if (needed.words.empty() || needed.id.empty()) continue;
        auto const command = std::ranges::find_if(
            commands, [&](auto const& one) { return is_command(one, needed.words); });
        if (command == commands.end()) continue;
        auto const is_given = [&](ast::Mount const& mount) { return gives(mount, needed); };
        if (std::ranges::any_of(run.mounts, is_given)) continue;
        auto const mount = "--mount=type=secret," + std::string(needed.fields);
        pass.report(command->span, missing, needed.words, needed.id, mount)
            .insert(pass.instruction().name_span.end, " " + mount);
    }
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::missing_required_secret_mount
