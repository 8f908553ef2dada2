// Finds base images of another language version than the application asks for.
#include "rules/files/language-version-mismatch.hpp"

#include <algorithm>
#include <span>
#include <string>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/directories.hpp"
#include "analyzer/model/dotnet_publish.hpp"
#include "analyzer/model/dotnet_target.hpp"
#include "analyzer/model/failing_step.hpp"
#include "analyzer/model/given_base.hpp"
#include "analyzer/model/java_build.hpp"
#include "analyzer/model/language.hpp"
#include "analyzer/model/manifest_beside.hpp"
#include "analyzer/model/package_settings.hpp"
#include "analyzer/model/packages.hpp"
#include "analyzer/model/paths.hpp"
#include "analyzer/model/ruby_stages.hpp"
#include "analyzer/model/untouched_build.hpp"
#include "analyzer/model/version_range.hpp"

namespace dockcheck::rules::language_version_mismatch {
namespace {

using model::LanguageVersion;
using model::Manager;
using model::RangeStyle;

/// What the application asks for, and what happens where the image has another version.
struct Wanted {
    context::ManifestText version;
    std::string path;  ///< of the context
    bool stops = true;
};

/// Another version may be installed or chosen in the stage.
bool may_change_version(Pass const& pass, model::Command const& command) {
    static constexpr std::string_view all_words[] = {
        "nvm",   "fnm",         "volta",          "asdf", "rbenv",        "rvm",
        "pyenv", "GOTOOLCHAIN", "dotnet-install", "mise", "corepack use", "rustup"};
    for (auto const word : all_words) {
        if (model::is_mentioned_before(pass.build(), *pass.stage(), command, word)) return true;
    }
    return command.program == "n"
           || model::is_mentioned_before(pass.build(), *pass.stage(), command, "npx n ")
           || model::is_mentioned_before(pass.build(), *pass.stage(), command, " n stable");
}

std::optional<Wanted> wanted_by(Pass const& pass, model::Command const& command,
                                std::string_view name) {
    std::string path;
    auto const* manifest =
        model::manifest_beside(pass.build(), *pass.stage(), command, name, &path);
    if (manifest == nullptr || !manifest->language_version) return std::nullopt;
    return Wanted{*manifest->language_version, std::move(path), true};
}

bool is_version_outside(LanguageVersion const& has, std::string_view wanted, RangeStyle style) {
    auto const range = model::parse_version_range(wanted, style);
    return range && model::is_outside(model::interval_of(has), *range);
}

/// go.mod: an older toolchain refuses it since 1.21; before, only what the compiler does not know
/// fails.
std::optional<Wanted> go_mismatch(Pass const& pass, model::Command const& command,
                                  LanguageVersion const& has) {
    auto const verb = command.argument(1);
    bool const reads = verb == "build" || verb == "mod" || verb == "install" || verb == "run";
    if (command.program != "go" || !reads || !has.minor) return std::nullopt;
    auto wanted = wanted_by(pass, command, "go.mod");
    if (!wanted) return std::nullopt;
    auto const least = ">=" + wanted->version.text;
    if (!is_version_outside(has, least, RangeStyle::npm)) return std::nullopt;
    constexpr std::uint32_t strict_since = 21;
    bool const has_patch = std::ranges::count(wanted->version.text, '.') > 1;
    wanted->stops = *has.minor >= strict_since || has.major > 1 || has_patch;
    return wanted;
}

/// engines.node: npm warns, yarn stops.
std::optional<Wanted> node_mismatch(Pass const& pass, model::Command const& command,
                                    LanguageVersion const& has) {
    auto const& install = model::package_command(command, pass.build().arena());
    auto const manager = install.manager;
    bool const is_node =
        manager == Manager::npm || manager == Manager::yarn || manager == Manager::pnpm;
    if (!is_node || !install.installs_manifests) return std::nullopt;
    if (auto wanted = wanted_by(pass, command, "package.json")) {
        if (install.has_option("--ignore-engines")) return std::nullopt;
        if (!is_version_outside(has, wanted->version.text, RangeStyle::npm)) return std::nullopt;
        wanted->stops = manager == Manager::yarn;
        return wanted;
    }
    static constexpr std::string_view all_names[] = {".nvmrc", ".node-version"};
    for (auto const name : all_names) {
        auto wanted = wanted_by(pass, command, name);
        if (!wanted || !is_version_outside(has, wanted->version.text, RangeStyle::npm)) continue;
        wanted->stops = false;
        return wanted;
    }
    return std::nullopt;
}

/// The Gemfile's own word makes Bundler stop; .ruby-version alone does not.
std::optional<Wanted> ruby_mismatch(Pass const& pass, model::Command const& command,
                                    LanguageVersion const& has) {
    if (!model::is_bundle_install(pass.build(), command)) return std::nullopt;
    if (auto wanted = wanted_by(pass, command, "Gemfile")) {
        if (!is_version_outside(has, wanted->version.text, RangeStyle::ruby)) return std::nullopt;
        return wanted;
    }
    auto wanted = wanted_by(pass, command, ".ruby-version");
    if (!wanted) return std::nullopt;
    auto text = std::string_view(wanted->version.text);
    if (text.starts_with("ruby-")) text.remove_prefix(5);
    if (!is_version_outside(has, text, RangeStyle::ruby)) return std::nullopt;
    wanted->stops = false;
    return wanted;
}

std::optional<Wanted> php_mismatch(Pass const& pass, model::Command const& command,
                                   LanguageVersion const& has) {
    auto const& install = model::package_command(command, pass.build().arena());
    if (install.manager != Manager::composer || !install.installs_manifests) return std::nullopt;
    if (model::has_word_with(command, "--ignore-platform")) return std::nullopt;
    auto wanted = wanted_by(pass, command, "composer.json");
    if (!wanted || !is_version_outside(has, wanted->version.text, RangeStyle::composer)) {
        return std::nullopt;
    }
    // The configuration may say that another version is meant.
    auto const* source = pass.context()->read(wanted->path);
    if (source != nullptr && source->bytes().find("\"platform\"") != std::string_view::npos) {
        return std::nullopt;
    }
    return wanted;
}

/// global.json: the SDK has to be of the same major version unless it says how to roll forward.
std::optional<Wanted> dotnet_mismatch(Pass const& pass, model::Command const& command,
                                      LanguageVersion const& has) {
    auto const verb = command.argument(1);
    bool const reads = verb == "restore" || verb == "build" || verb == "publish" || verb == "test";
    if (command.program != "dotnet" || !reads) return std::nullopt;
    auto wanted = wanted_by(pass, command, "global.json");
    if (!wanted) return std::nullopt;
    auto const* manifest = pass.context()->manifest(wanted->path);
    if (manifest->tool_version && manifest->tool_version->text.find("ajor") != std::string::npos) {
        return std::nullopt;
    }
    auto const& text = wanted->version.text;
    auto const major = text.substr(0, text.find('.'));
    if (!is_version_outside(has, major, RangeStyle::npm)) return std::nullopt;
    return wanted;
}

/// requires-python of a project that is installed: pip and Poetry refuse another version.
std::optional<Wanted> python_project_mismatch(Pass const& pass, model::Command const& command,
                                              LanguageVersion const& has) {
    auto const& install = model::package_command(command, pass.build().arena());
    bool const is_pip = install.manager == Manager::pip && install.paths.size() == 1
                        && install.paths.front()->value.text_or_empty() == ".";
    bool const is_poetry = install.manager == Manager::poetry && install.installs_manifests;
    if ((!is_pip && !is_poetry) || model::has_word_with(command, "--ignore-requires-python"))
        return std::nullopt;
    static constexpr std::string_view all_names[] = {"pyproject.toml", "setup.cfg"};
    for (auto const name : all_names) {
        auto wanted = wanted_by(pass, command, name);
        if (!wanted) continue;
        // Poetry's own tables write ranges with a caret.
        auto const style = wanted->version.text.find('^') == std::string::npos ? RangeStyle::python
                                                                               : RangeStyle::npm;
        if (!is_version_outside(has, wanted->version.text, style)) return std::nullopt;
        return wanted;
    }
    return std::nullopt;
}

/// .python-version: uv goes by it, and fetches another Python than the image's.
std::optional<Wanted> python_mismatch(Pass const& pass, model::Command const& command,
                                      LanguageVersion const& has) {
    if (auto wanted = python_project_mismatch(pass, command, has)) return wanted;
    bool const reads =
        command.program == "uv" && (command.argument(1) == "sync" || command.argument(1) == "run");
    if (!reads || model::is_mentioned_before(pass.build(), *pass.stage(), command, "UV_PYTHON")
        || model::has_word_with(command, "--python")) {
        return std::nullopt;
    }
    auto wanted = wanted_by(pass, command, ".python-version");
    if (!wanted || !is_version_outside(has, wanted->version.text, RangeStyle::python)) {
        return std::nullopt;
    }
    wanted->stops = false;
    return wanted;
}

/// What the Cargo of a version does not read yet (release notes of Rust): an edition, a format of
/// the lock file.
struct RustFeature {
    std::string_view text;
    std::string_view since;
};
constexpr RustFeature editions[] = {{"2018", "1.31"}, {"2021", "1.56"}, {"2024", "1.85"}};
constexpr RustFeature lock_formats[] = {{"4", "1.78"}};
/// The first Cargo that knows rust-version.
constexpr std::string_view knows_rust_version = ">=1.56";

/// Of edition, rust-version and the lock file: what the image's Rust is too old for.
std::optional<Wanted> rust_mismatch(Pass const& pass, model::Command const& command,
                                    LanguageVersion const& has) {
    static constexpr std::string_view verbs[] = {"build", "b",   "check", "c",     "test",
                                                 "t",     "run", "fetch", "vendor"};
    auto const verb = command.argument(1);
    if (command.program != "cargo" || std::ranges::find(verbs, verb) == std::ranges::end(verbs))
        return std::nullopt;
    for (auto const option :
         {"--manifest-path", "--ignore-rust-version", "-Z", "-C", "-p", "--package"}) {
        if (model::has_word_with(command, option)) return std::nullopt;
    }
    if (!model::must_succeed(*pass.stage(), command)) return std::nullopt;
    // Another toolchain may be chosen, by rustup or a file for it.
    for (std::string_view const word : {"rustup", "toolchain"}) {
        if (pass.build().may_hold(word)) return std::nullopt;
    }
    std::string path;
    auto const* manifest =
        model::manifest_beside(pass.build(), *pass.stage(), command, "Cargo.toml", &path);
    if (manifest == nullptr) return std::nullopt;
    // So may one that a folder above brings.
    auto folder = path.substr(0, path.rfind('/') + 1);
    while (true) {
        for (auto const* const name : {"rust-toolchain", "rust-toolchain.toml"}) {
            if (pass.context()->look(folder + name) != context::Presence::missing)
                return std::nullopt;
        }
        if (folder.empty()) break;
        folder.pop_back();
        folder.resize(folder.rfind('/') + 1);  // 0 where there is none
    }
    auto const is_too_new = [&](std::optional<context::ManifestText> const& text,
                                std::span<RustFeature const> features) -> RustFeature const* {
        if (!text) return nullptr;
        auto const found = std::ranges::find(features, text->text, &RustFeature::text);
        if (found == features.end()) return nullptr;
        auto const least = ">=" + std::string(found->since);
        return is_version_outside(has, least, RangeStyle::npm) ? &*found : nullptr;
    };
    auto const said = [](RustFeature const& feature, std::string_view thing, Span span) {
        return context::ManifestText{std::string(feature.since) + " or newer, by its "
                                         + std::string(thing) + " " + std::string(feature.text),
                                     span};
    };
    if (auto const* edition = is_too_new(manifest->tool_version, editions))
        return Wanted{said(*edition, "edition", manifest->tool_version->span), path, true};
    if (auto lock = wanted_by(pass, command, "Cargo.lock")) {
        if (auto const* format = is_too_new(lock->version, lock_formats))
            return Wanted{said(*format, "version", lock->version.span), lock->path, true};
    }
    bool const is_read = manifest->language_version && verb != "fetch" && verb != "vendor"
                         && !is_version_outside(has, knows_rust_version, RangeStyle::npm);
    if (!is_read) return std::nullopt;
    auto const least = ">=" + manifest->language_version->text;
    if (!is_version_outside(has, least, RangeStyle::npm)) return std::nullopt;
    return Wanted{*manifest->language_version, path, true};
}

/// True when a stage that this one is FROM starts the same program: the build stops there already.
bool is_started_before(Pass const& pass, std::string_view program) {
    for (auto const* part = pass.stage()->parent; part != nullptr; part = part->parent) {
        for (auto const& command : part->commands) {
            if (command.use == model::Use::run && command.program == program) return true;
        }
    }
    return false;
}

/// A project that is built for a newer .NET than the SDK knows (NETSDK1045).
std::optional<Wanted> dotnet_target_mismatch(Pass const& pass, model::Command const& command,
                                             LanguageVersion const& has) {
    if (command.program != "dotnet" || is_started_before(pass, "dotnet")) return std::nullopt;
    if (!model::must_succeed(*pass.stage(), command)) return std::nullopt;
    auto const file = model::dotnet_project_of(pass.build(), *pass.stage(), command);
    if (!file) return std::nullopt;
    auto const target = model::dotnet_target(*pass.context(), *file);
    if (!target || target->major <= has.major) return std::nullopt;
    if (!model::is_untouched_before(pass.build(), *pass.stage(), command)) return std::nullopt;
    return Wanted{{std::string(target->text), target->span}, *file, true};
}

/// Java: javac knows no release that is newer than its own.
void check_java(model::Stage const& stage, Pass& pass) {
    std::optional<std::uint32_t> has;
    for (auto const& command : stage.commands) {
        if (!model::compiles_java(command) || command.program == "javac") continue;
        if (!has) has = model::java_of(stage.root());
        if (!has) return;
        if (!model::must_succeed(stage, command) || is_started_before(pass, command.program))
            continue;
        auto const compiled = model::compiled_java(pass.build(), stage, command);
        if (compiled.release <= *has || compiled.has_toolchain) continue;
        if (!model::is_untouched_before(pass.build(), stage, command)
            || model::may_bring_java(pass.build(), stage)
            || model::may_be_another_base(pass.build(), stage.root()))
            return;
        auto const* source = pass.context()->read(compiled.path);
        if (source == nullptr) return;
        pass.report(stage.root().span, stops, "Java " + std::to_string(*has),
                    pass.context()->shown(compiled.path), std::to_string(compiled.release),
                    pass.text(command.span))
            .related(Place{source, compiled.span}, "asks for this version");
        return;
    }
}

std::optional<Wanted> mismatch(Pass const& pass, model::Command const& command,
                               LanguageVersion const& has) {
    if (has.language == "Go") return go_mismatch(pass, command, has);
    if (has.language == "Node.js") return node_mismatch(pass, command, has);
    if (has.language == "Ruby") return ruby_mismatch(pass, command, has);
    if (has.language == "PHP") return php_mismatch(pass, command, has);
    if (has.language == "Python") return python_mismatch(pass, command, has);
    if (has.language == "Rust") return rust_mismatch(pass, command, has);
    if (has.language == ".NET") {
        if (auto wanted = dotnet_mismatch(pass, command, has)) return wanted;
        return dotnet_target_mismatch(pass, command, has);
    }
    return std::nullopt;
}

void check(model::Stage const& stage, Pass& pass) {
    if (pass.context() == nullptr || stage.reach == model::Reach::unreachable) return;
    if (stage.root().instruction == nullptr) return;
    auto const has = model::language_of(stage.root());
    if (!has) return check_java(stage, pass);
    for (auto const& command : stage.commands) {
        if (command.use != model::Use::run || command.is_conditional) continue;
        auto const wanted = mismatch(pass, command, *has);
        if (!wanted || may_change_version(pass, command)) continue;
        if (model::may_be_another_base(pass.build(), stage.root())) return;
        auto const* source = pass.context()->read(wanted->path);
        if (source == nullptr) continue;
        auto const shown = pass.context()->shown(wanted->path);
        auto const image = std::string(has->language) + " " + std::string(has->text);
        auto const span = stage.root().span;
        auto reported = wanted->stops
                            ? pass.report(span, stops, image, shown, wanted->version.text,
                                          pass.text(command.span))
                            : pass.report(span, differs, image, shown, wanted->version.text);
        if (!wanted->stops) reported.severity(Severity::warning);
        reported.related(Place{source, wanted->version.span}, "asks for this version");
        return;
    }
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::language_version_mismatch
