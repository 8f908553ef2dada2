// Finds RUN that logs in somewhere for good.
#include "rules/secrets/credential-command-in-run.hpp"

#include <algorithm>

#include "analyzer/lint/pass.hpp"

namespace dockcheck::rules::credential_command_in_run {
namespace {

bool has_mount(ast::Instruction const& instruction) {
    auto const* const run = ast::get_if<ast::Run>(&instruction.node);
    return run == nullptr || std::ranges::any_of(run->mounts, [](ast::Mount const& mount) {
               auto const* const type = mount.find("type");
               return type != nullptr
                      && (type->value.text() == "secret" || type->value.text() == "tmpfs");
           });
}

/// The first word from `from` on that has one of the texts, or begins with it and a `=`.
model::Argument const* find_word(model::Command const& command, std::size_t from,
                                 std::initializer_list<std::string_view> texts) {
    for (auto const& word : command.arguments.subspan(std::min(from, command.arguments.size()))) {
        auto const text = word.value.known_prefix();
        for (auto const wanted : texts) {
            bool const has_value = text.size() > wanted.size() && text[wanted.size()] == '=';
            if (text.starts_with(wanted) && (text.size() == wanted.size() || has_value)) {
                return &word;
            }
        }
    }
    return nullptr;
}

bool begins_with(model::Command const& command, std::string_view program,
                 std::initializer_list<std::string_view> words) {
    if (command.program != program) return false;
    std::size_t i = 1;
    for (auto const word : words) {
        if (command.argument(i++) != word) return false;
    }
    return true;
}

bool is_secret_setting(std::string_view name) {
    return name.ends_with("aws_access_key_id") || name.ends_with("aws_secret_access_key")
           || name.ends_with("aws_session_token");
}

/// The word that says that the command logs in; nullptr when it does not.
model::Argument const* login_word(model::Command const& command) {
    auto const words = command.arguments;
    if (begins_with(command, "aws", {"configure", "set"})) {
        if (!is_secret_setting(command.argument(3)) || words.size() < 5) return nullptr;
        // Real ones have 20 characters and more; programs that need none want any text there.
        auto const value = words[4].value.known();
        return value && value->size() < 16 ? nullptr : &words[1];
    }
    if (begins_with(command, "gcloud", {"auth", "activate-service-account"})) {
        return find_word(command, 3, {"--key-file"}) != nullptr ? &words[2] : nullptr;
    }
    if (begins_with(command, "az", {"login"})) {
        bool const has_password = find_word(command, 2, {"-p", "--password"}) != nullptr;
        return has_password ? &words[1] : nullptr;
    }
    if (begins_with(command, "doctl", {"auth", "init"})) {
        return find_word(command, 3, {"-t", "--access-token"}) != nullptr ? &words[2] : nullptr;
    }
    static constexpr std::string_view all_engines[] = {"docker", "podman"};
    for (auto const engine : all_engines) {
        if (!begins_with(command, engine, {"login"})) continue;
        return find_word(command, 2, {"-p", "--password"}) != nullptr ? &words[1] : nullptr;
    }
    static constexpr std::string_view all_managers[] = {"npm", "pnpm", "yarn"};
    for (auto const manager : all_managers) {
        if (!begins_with(command, manager, {"config", "set"})) continue;
        auto const key = words.size() > 3 ? words[3].value.known_prefix() : std::string_view();
        bool const is_token = key.find("_authToken") != std::string_view::npos
                              || key.find("npmAuthToken") != std::string_view::npos;
        return is_token ? &words[1] : nullptr;
    }
    return nullptr;
}

/// -u name:password of curl with both written out.
model::Argument const* password_word(model::Command const& command) {
    if (command.program != "curl") return nullptr;
    auto const* const option = find_word(command, 1, {"-u", "--user"});
    if (option == nullptr) return nullptr;
    auto const text = option->value.known();
    auto const equals = text ? text->find('=') : std::string_view::npos;
    auto const* const next = option + 1;
    bool const is_last = option == &command.arguments.back();
    auto const value = equals != std::string_view::npos ? text->substr(equals + 1)
                       : is_last                        ? std::string_view()
                                                        : next->value.text_or_empty();
    auto const colon = value.find(':');
    bool const is_password = colon != std::string_view::npos && colon > 0
                             && value.size() - colon > 4
                             && value.find_first_of("$<{") == std::string_view::npos;
    return is_password ? option : nullptr;
}

/// Hides what stands behind an option, or behind its `=`.
void mask_value(Reported& finding, model::Command const& command, model::Argument const& option) {
    auto const span = option.raw.source();
    if (auto const equals = option.raw.text().find('='); equals != std::string_view::npos) {
        auto const begin = option.raw.source_offset(static_cast<std::uint32_t>(equals + 1));
        finding.mask({begin, span.end});
    } else if (&option != &command.arguments.back()) {
        finding.mask((&option + 1)->raw.source());
    }
}

void check(model::Command const& command, Pass& pass) {
    if (command.use != model::Use::run || has_mount(*command.instruction)) return;
    if (auto const* const word = login_word(command)) {
        auto finding = pass.report(word->span, login, command.program, word->value.text_or_empty());
        auto const* const option =
            find_word(command, 2, {"-p", "--password", "-t", "--access-token"});
        if (option != nullptr) mask_value(finding, command, *option);
    } else if (auto const* const option = password_word(command)) {
        auto const name = option->value.known_prefix();
        auto finding =
            pass.report(option->span, header, command.program, name.substr(0, name.find('=')));
        mask_value(finding, command, *option);
    }
}

}  // namespace

constinit Check const rule =
    on<check>().for_programs(" aws gcloud az doctl docker podman npm pnpm yarn curl ");

}  // namespace dockcheck::rules::credential_command_in_run
