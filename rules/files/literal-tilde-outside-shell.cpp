// Finds ~ at the start of paths that no shell reads.
#include "rules/files/literal-tilde-outside-shell.hpp"

#include <algorithm>
#include <string>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/wrappers.hpp"

namespace dockcheck::rules::literal_tilde_outside_shell {
namespace {

bool begins_with_home(std::string_view text) { return text.starts_with("~/"); }

/// The text behind the ~.
std::string behind(std::string_view text) { return std::string(text.substr(1)); }

/// Variables that hold a list of folders.
bool is_path_list(std::string_view name) { return name.ends_with("PATH"); }

void check_pair(ast::Pair const& pair, Pass& pass) {
    auto text = pair.value.text;
    auto const written = text.text();
    if (written.size() > 1 && (written.front() == '"' || written.front() == '\'')
        && written.back() == written.front()) {
        text = text.slice(1, text.size() - 1);
    }
    auto const name = pair.key.text.text();
    bool const is_list = is_path_list(name);
    auto const bytes = text.text();
    for (std::size_t begin = 0; begin < bytes.size();) {
        auto const end = is_list ? std::min(bytes.find(':', begin), bytes.size()) : bytes.size();
        auto const part =
            text.slice(static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end));
        if (begins_with_home(part.text())) {
            auto const rest = behind(part.text());
            if (is_list) {
                pass.report(part.source(), path_list, part.text(), name, rest);
            } else {
                pass.report(part.source(), value, part.text(), name, rest).severity(Severity::info);
            }
        }
        begin = end + 1;
    }
}

void check_env(ast::Env const& env, Pass& pass) {
    for (auto const& pair : env.pairs) check_pair(pair, pass);
}

void check_word(ast::Word const& word, Pass& pass) {
    auto const written = word.text.text();
    if (written.find('~') == written.npos && written.find('$') == written.npos) return;
    auto const text = pass.value(word).known_prefix();
    if (!begins_with_home(text) || word.text.text().starts_with('$')) return;
    pass.report(word.span, path, word.text.text(), behind(text));
}

void check_volume(ast::Volume const& volume, Pass& pass) {
    for (auto const& word : volume.paths) check_word(word, pass);
}

void check_source(model::Transfer::Source const& one, Pass& pass) {
    auto const& word = one.written->word;
    auto const text = word.text.text();
    if (one.written->is_inline || !begins_with_home(text)) return;
    auto const* context = pass.context();
    bool const is_there = context != nullptr && context->look("~") == context::Presence::directory;
    if (!is_there) pass.report(word.span, source, text);
}

/// True when WORKDIR has made a folder called ~ in the stage that is copied from, or nobody knows
/// which stage that is.
bool may_have_tilde_folder(model::Reference const& from) {
    if (from.kind == model::Reference::Kind::unknown) return true;
    return from.stage != nullptr
           && from.stage->config.workdir.value.known_prefix().starts_with("/~");
}

void check_transfer(model::Transfer const& transfer, Pass& pass) {
    for (auto const& one : transfer.sources) {
        if (transfer.from == nullptr) {
            check_source(one, pass);
        } else if (!one.written->is_inline && !may_have_tilde_folder(*transfer.from)) {
            check_word(one.written->word, pass);
        }
    }
    check_word(*transfer.destination_word, pass);
}

/// True when a shell or another program with a script reads the words.
bool has_script(std::span<model::Argument const> words) {
    return std::ranges::any_of(words, [](model::Argument const& word) {
        auto const text = word.value.text_or_empty();
        return model::is_shell(model::program_name(word))
               || (text.size() > 1 && text[0] == '-' && text[1] != '-' && text.ends_with('c'));
    });
}

void check_words(std::span<model::Argument const> words, Pass& pass) {
    if (has_script(words)) return;
    for (auto const& word : words) {
        auto const text = word.value.text_or_empty();
        if (!begins_with_home(text)) continue;
        auto finding = pass.report(word.span, argument, pass.text(word.span), behind(text));
        // Some programs read ~ in their options themselves; the name of the program nobody does.
        if (&word != &words.front()) finding.severity(Severity::info);
    }
}

void check_start(model::RuntimeConfig const& config, Pass& pass) {
    auto const& entrypoint = config.entrypoint;
    bool const own_entrypoint = entrypoint.is_set() && entrypoint.origin.instruction != nullptr;
    if (own_entrypoint && !entrypoint.value.shell_form) {
        check_words(entrypoint.value.arguments, pass);
        if (has_script(entrypoint.value.arguments)) return;
    }
    auto const& cmd = config.cmd;
    if (!cmd.is_set() || cmd.origin.instruction == nullptr || cmd.value.shell_form) return;
    check_words(cmd.value.arguments, pass);
}

}  // namespace

constinit Check const rule = on<check_env, check_volume, check_transfer, check_start>();

}  // namespace dockcheck::rules::literal_tilde_outside_shell
