// Finds images that start Django's or FastAPI's development server, or one that waits for changes.
#include "rules/python/python-development-server.hpp"

#include <algorithm>
#include <string>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/earlier_files.hpp"
#include "analyzer/model/python_start.hpp"
#include "analyzer/model/stage_purpose.hpp"
#include "analyzer/model/start.hpp"
#include "analyzer/model/word_list.hpp"
#include "analyzer/text/base_name.hpp"
#include "analyzer/text/without_case.hpp"

namespace dockcheck::rules::python_development_server {
namespace {

/// Servers whose --reload waits for changed files (their documentation).
constexpr model::WordList reloading = " uvicorn gunicorn hypercorn granian ";

/// dev, development, dev-server; not device.
bool begins_with_dev(std::string_view value) {
    constexpr std::string_view shortest = "dev";
    if (!value.starts_with(shortest)) return false;
    auto const rest = value.substr(shortest.size());
    return rest.empty() || rest.starts_with("el") || rest.front() < 'a' || rest.front() > 'z';
}

/// True when a variable says what the image is for.
bool says_development(model::Stage const& stage) {
    return std::ranges::any_of(stage.config.environment, [](model::EnvironmentEntry const& entry) {
        auto const value = lower_case(entry.value.text_or_empty());
        return begins_with_dev(value) || value == "local" || value.ends_with(".dev")
               || value.ends_with(".local") || value.ends_with(".development");
    });
}

/// True when the sources may come with a mount: an image to develop in.
bool may_have_sources_of_mount(Pass const& pass, model::Stage const& stage) {
    auto const* part = &stage;
    while (part != nullptr && part->transfers.empty()) part = part->parent;
    if (part == nullptr) return true;
    auto const folder = stage.config.workdir.value.known();
    if (!folder || folder->size() < 2) return false;
    bool const is_mounted = pass.context() != nullptr && pass.context()->may_be_mounted(*folder);
    return is_mounted || model::is_in_volume(stage.config, *folder);
}

/// True when another Dockerfile beside this one is for production, or a container to develop in is
/// built from some Dockerfile.
bool has_another_for_production(context::Context const& context, std::string_view own) {
    static constexpr std::string_view others[] = {
        "Dockerfile.prod",       "Dockerfile.production", "Dockerfile-prod",
        "Dockerfile-production", "Dockerfile_prod",       "prod.Dockerfile",
        "production.Dockerfile", "Dockerfile.deploy",     "Dockerfile.release"};
    bool const is_beside = std::ranges::any_of(others, [&](std::string_view name) {
        return name != own && context.look(name) != context::Presence::missing;
    });
    if (is_beside) return true;
    static constexpr std::string_view containers[] = {".devcontainer/devcontainer.json",
                                                      ".devcontainer.json"};
    return std::ranges::any_of(containers, [&](std::string_view name) {
        if (context.look(name) == context::Presence::missing) return false;
        auto const* const source = context.read(name);
        return source == nullptr || source->bytes().find("ockerfile") != std::string_view::npos
               || source->bytes().find("ockerComposeFile") != std::string_view::npos;
    });
}

bool is_for_developers(Pass const& pass, model::Stage const& stage, Options const& options) {
    if (model::is_named_for(pass.build(), stage, options.ignore_stages)) return true;
    if (model::lies_in_folder_for_development(pass.build()) || says_development(stage)) return true;
    if (may_have_sources_of_mount(pass, stage)) return true;
    auto const* const context = pass.context();
    if (context == nullptr) return false;
    return has_another_for_production(*context, base_name(pass.build().source().name()))
           || context->may_start_otherwise();
}

/// The words as a shell would have them.
std::string shown(std::span<model::Argument const> words) {
    std::string text;
    for (auto const& word : words) {
        if (!text.empty()) text += ' ';
        text += word.value.text_or_empty();
    }
    return text;
}

Span span_of(std::span<model::Argument const> words) {
    return join(words.front().span, words.back().span);
}

/// True when `runserver` certainly is Django's, and not Flask-Script's: by an address or an option
/// that only that one takes.
bool is_of_django(std::span<model::Argument const> options) {
    static constexpr model::WordList own = " --noreload --insecure --nothreading --nostatic ";
    return std::ranges::any_of(options, [](model::Argument const& option) {
        auto const text = option.value.known_prefix();
        bool const is_address = !text.starts_with('-') && text.find(':') != text.npos;
        return is_address || text.starts_with("--settings") || own.holds(text);
    });
}

void check(model::RuntimeConfig const&, Pass& pass, Options const& options) {
    auto const* const stage = pass.stage();
    if (stage == nullptr || stage->is_windows) return;
    auto const& start = model::start_of(pass.build(), *stage);
    if (!start.is_certain || start.commands.empty() || start.instruction == nullptr) return;
    auto const& command = start.commands.back();
    if (command.is_conditional || pass.build().stage_of(*command.instruction) == nullptr) return;
    auto const words = model::words_behind_launchers(command.arguments);
    if (words.size() < 2) return;
    auto const program = base_name(words[0].value.text_or_empty());
    bool const is_python = program.starts_with("python");
    std::size_t const at = is_python && words[1].value.text_or_empty() == "-m" ? 2 : 0;
    auto const word = [&](std::size_t i) {
        return i < words.size() ? words[i].value.text_or_empty() : std::string_view();
    };
    std::size_t const file = is_python && at == 0 ? 1 : 0;
    auto const started = base_name(word(at));
    if (base_name(word(file)) == "manage.py" && word(file + 1) == "runserver") {
        if (!is_of_django(words.subspan(file + 2)) || is_for_developers(pass, *stage, options))
            return;
        pass.report(span_of(words), django, shown(words));
    } else if (started == "fastapi" && word(at + 1) == "dev") {
        if (is_for_developers(pass, *stage, options)) return;
        auto const part = words.subspan(at, 2);
        pass.report(span_of(part), fastapi, shown(part));
    } else if (reloading.holds(started)) {
        auto const option = std::ranges::find_if(words, [](model::Argument const& one) {
            return one.value.text_or_empty() == "--reload";
        });
        if (option == words.end() || is_for_developers(pass, *stage, options)) return;
        pass.report(option->span, reload, "--reload", started).severity(Severity::info);
    }
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::python_development_server
