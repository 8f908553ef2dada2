// Finds images whose Java, .NET or C library does not run what was built for it.
#include "rules/stages/runtime-older-than-build.hpp"

#include <algorithm>
#include <charconv>
#include <optional>
#include <string>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/base_image.hpp"
#include "analyzer/model/base_release.hpp"
#include "analyzer/model/directories.hpp"
#include "analyzer/model/dotnet_publish.hpp"
#include "analyzer/model/dotnet_target.hpp"
#include "analyzer/model/earlier_files.hpp"
#include "analyzer/model/given_base.hpp"
#include "analyzer/model/glibc_programs.hpp"
#include "analyzer/model/java_build.hpp"
#include "analyzer/model/paths.hpp"
#include "analyzer/model/start.hpp"
#include "analyzer/model/untouched_build.hpp"
#include "analyzer/model/word_list.hpp"

namespace dockcheck::rules::runtime_older_than_build {
namespace {

/// The path that a command of Java starts from: its archive, or the first entry of its class path.
std::string started_path(Pass const& pass, model::Command const& command) {
    for (std::size_t i = 1; i + 1 < command.arguments.size(); ++i) {
        auto const word = command.argument(i);
        if (word != "-jar" && word != "-cp" && word != "-classpath") continue;
        auto const& named = command.arguments[i + 1].value;
        auto const path = model::path_of(pass.build(), *pass.stage(), command, named).known();
        if (!path || path->find_first_of(":*") != path->npos) return {};
        return model::clean_path(*path);
    }
    return {};
}

/// The one COPY that brings a path; nullptr where it is not the only one.
model::Transfer const* bringing(model::Stage const& stage, std::string_view path) {
    model::Transfer const* found = nullptr;
    for (auto const* part = &stage; part != nullptr; part = part->parent) {
        for (auto const& transfer : part->transfers) {
            auto const target = model::target_of(transfer);
            bool const may_cover =
                target.empty() || path == target || model::lies_below(path, target);
            if (!may_cover) continue;
            if (std::exchange(found, &transfer) != nullptr) return nullptr;
        }
    }
    return found;
}

/// The step that has compiled all of Java in a stage, and what for.
struct Compiled {
    model::Command const* command = nullptr;
    model::CompiledJava java;
};

Compiled compiled_in(Pass const& pass, model::Stage const& stage) {
    Compiled compiled;
    for (auto const* part = &stage; part != nullptr; part = part->parent) {
        for (auto const& command : part->commands) {
            if (!model::compiles_java(command)) continue;
            auto java = model::compiled_java(pass.build(), *part, command);
            if (java.release == 0) return {};
            bool const is_same =
                compiled.command == nullptr
                || (compiled.java.path == java.path && compiled.java.release == java.release);
            if (!is_same) return {};
            compiled = {&command, std::move(java)};
        }
    }
    return compiled;
}

void check_java(Pass& pass, model::Command const& command) {
    auto const& root = pass.stage()->root();
    auto const has = model::java_of(root);
    if (!has || root.instruction == nullptr) return;
    auto const path = started_path(pass, command);
    if (path.empty()) return;
    auto const* transfer = bringing(*pass.stage(), path);
    bool const is_followed = transfer != nullptr && transfer->from != nullptr
                             && transfer->from->stage != nullptr && !transfer->is_add;
    if (!is_followed) return;
    auto const& stage = *transfer->from->stage;
    auto const compiled = compiled_in(pass, stage);
    if (compiled.command == nullptr || compiled.java.release <= *has) return;
    if (!model::is_untouched(pass.build(), stage) || pass.build().may_hold(TrigramWord("JAVAC_")))
        return;
    if (model::may_bring_java(pass.build(), *pass.stage())) return;
    if (model::may_be_another_base(pass.build(), root)) return;
    auto const image = pass.text(root.span);
    auto const own = std::to_string(*has);
    auto const wanted = std::to_string(compiled.java.release);
    if (compiled.java.path.empty()) {
        if (model::may_bring_java(pass.build(), stage)
            || model::may_be_another_base(pass.build(), stage.root()))
            return;
        pass.report(root.span, jdk, image, own, pass.text(stage.root().span), wanted)
            .related(compiled.command->span, "compiled here");
        return;
    }
    auto const* source = pass.context()->read(compiled.java.path);
    if (source == nullptr) return;
    pass.report(root.span, java, image, own, pass.context()->shown(compiled.java.path), wanted)
        .related(Place{source, compiled.java.span}, "builds for this release")
        .related(compiled.command->span, "built here");
}

/// The major version of the shared framework of an image, by its tag.
std::optional<std::uint32_t> framework_of(model::Reference const& root) {
    if (root.kind != model::Reference::Kind::image) return std::nullopt;
    auto const name = model::name_of(root.image);
    if (name != "mcr.microsoft.com/dotnet/aspnet" && name != "mcr.microsoft.com/dotnet/runtime")
        return std::nullopt;
    auto const tag = root.image.tag;
    std::uint32_t number = 0;
    auto const [end, error] = std::from_chars(tag.data(), tag.data() + tag.size(), number);
    if (error != std::errc{} || number < 5) return std::nullopt;
    return number;
}

/// True where the application may take another major version than its own.
bool may_roll_forward(Pass const& pass, std::string const& project) {
    auto const& context = *pass.context();
    if (pass.build().may_hold(std::string_view("ROLL_FORWARD"))
        || pass.build().may_hold(std::string_view("roll-forward"))
        || pass.build().may_hold(std::string_view("RollForward")))
        return true;
    auto const* source = context.read(project);
    if (source == nullptr || source->bytes().find("RollForward") != std::string_view::npos)
        return true;
    auto const folder = project.substr(0, project.rfind('/') + 1);
    for (std::string_view const name : {"runtimeconfig.template.json", "Directory.Build.props"}) {
        if (context.look(folder + std::string(name)) != context::Presence::missing) return true;
        if (context.look(name) != context::Presence::missing) return true;
    }
    return context.may_be_given("DOTNET_ROLL_FORWARD");
}

/// The project or the command says for which system it is published.
bool names_runtime(Pass const& pass, model::PublishedAssembly const& published) {
    for (auto const& word : published.publish->arguments) {
        static constexpr model::WordList options = " -r --runtime -a --arch --os ";
        auto const text = word.value.text_or_empty();
        if (options.holds(text) || text.starts_with("-r=") || text.starts_with("--runtime="))
            return true;
    }
    auto const* source = pass.context()->read(published.project);
    return source == nullptr || source->bytes().find("RuntimeIdentifier") != std::string_view::npos;
}

/// True for an application of ASP.NET Core in an image that has no more than the bare .NET.
bool lacks_web_framework(Pass const& pass, std::string const& project) {
    auto const name = model::name_of(pass.stage()->root().image);
    auto const* source = pass.context()->read(project);
    return name == "mcr.microsoft.com/dotnet/runtime" && source != nullptr
           && source->bytes().find("Sdk=\"Microsoft.NET.Sdk.Web\"") != std::string_view::npos;
}

void check_dotnet(Pass& pass, model::Command const& command) {
    auto const& root = pass.stage()->root();
    auto const has = framework_of(root);
    if (!has || root.instruction == nullptr) return;
    auto const published = model::published_assembly(pass.build(), *pass.stage(), command);
    if (published.publish == nullptr) return;
    for (auto const& word : published.publish->arguments) {
        auto const text = word.value.text_or_empty();
        for (std::string_view const doubt :
             {"self-contained", "--sc", "SelfContained", "ramework", "-f", "FrameworkVersion"}) {
            if (text.empty() || text.find(doubt) != text.npos) return;
        }
    }
    auto const target = model::dotnet_target(*pass.context(), published.project);
    if (!target) return;
    bool const is_web = lacks_web_framework(pass, published.project);
    if (!is_web && target->major == *has) return;
    if (auto const* built = pass.build().stage_of(*published.publish->instruction);
        built == nullptr || !model::is_untouched(pass.build(), *built))
        return;
    // Up to 7.0 a runtime identifier brought the runtime along ("Runtime-specific apps no longer
    // self-contained", .NET 8).
    if (target->major < 6 || (target->major < 8 && names_runtime(pass, published))) return;
    if (!is_web && target->major < *has && may_roll_forward(pass, published.project)) return;
    for (auto const* part = pass.stage(); part != nullptr; part = part->parent) {
        if (!part->triggered.instructions.empty()) return;
        for (auto const& other : part->commands) {
            auto const text = pass.text(other.span);
            if (other.use == model::Use::run && text.find("dotnet") != text.npos) return;
        }
        for (auto const& transfer : part->transfers) {
            if (model::target_of(transfer).find("dotnet") != std::string_view::npos) return;
        }
    }
    if (model::may_be_another_base(pass.build(), root)) return;
    auto const* source = pass.context()->read(published.project);
    if (source == nullptr) return;
    auto const shown = pass.context()->shown(published.project);
    if (is_web) {
        pass.report(root.span, web, pass.text(root.span), shown)
            .related(published.publish->span, "built here");
        return;
    }
    pass.report(root.span, dotnet, pass.text(root.span), std::to_string(*has), shown, target->text)
        .related(Place{source, target->span}, "builds for this version")
        .related(published.publish->span, "built here");
}

/// The glibc of releases, by their product and number. Source: packages.debian.org,
/// packages.ubuntu.com.
struct GlibcOfRelease {
    std::string_view product;
    std::string_view number;
    std::string_view version;
    bool has_new_start;  ///< 2.34 and later: every program asks for __libc_start_main of GLIBC_2.34
};
constexpr GlibcOfRelease glibc_releases[] = {
    {"debian", "9", "2.24", false},     {"debian", "10", "2.28", false},
    {"debian", "11", "2.31", false},    {"debian", "12", "2.36", true},
    {"debian", "13", "2.41", true},     {"ubuntu", "16.04", "2.23", false},
    {"ubuntu", "18.04", "2.27", false}, {"ubuntu", "20.04", "2.31", false},
    {"ubuntu", "22.04", "2.35", true},  {"ubuntu", "24.04", "2.39", true},
};

GlibcOfRelease const* glibc_of(model::Stage const& stage) {
    auto const* release = model::base_release(stage);
    if (release == nullptr) return nullptr;
    auto const* const found = std::ranges::find_if(glibc_releases, [&](GlibcOfRelease const& one) {
        return one.product == release->product && one.number == release->number;
    });
    return found == std::ranges::end(glibc_releases) ? nullptr : found;
}

void check_program(model::Transfer const& transfer, Pass& pass) {
    auto const* image = pass.stage();
    bool const is_subject = image != nullptr && image->reach == model::Reach::final
                            && transfer.from != nullptr && transfer.from->stage != nullptr;
    if (!is_subject || pass.context() == nullptr || !pass.may_look_around()) return;
    auto const& builder = *transfer.from->stage;
    auto const* has = glibc_of(*image);
    auto const* wants = glibc_of(builder);
    if (has == nullptr || wants == nullptr || has->has_new_start || !wants->has_new_start) return;
    if (model::may_bring_glibc(*image) || model::may_be_another_base(pass.build(), image->root())
        || model::may_be_another_base(pass.build(), builder.root())) {
        return;
    }
    auto const program = model::glibc_program(pass.build(), *image, transfer);
    if (program.command == nullptr) return;
    auto const& root = image->root();
    pass.report(root.span, glibc, pass.text(root.span), has->version,
                pass.text(builder.root().span), wants->version)
        .related(program.command->span, "linked here")
        .related(transfer.instruction->span, "copied here");
}

void check(model::RuntimeConfig const&, Pass& pass) {
    if (pass.stage() == nullptr || pass.context() == nullptr) return;
    auto const kind = pass.stage()->root().kind;
    if (kind != model::Reference::Kind::image || pass.build().image() != nullptr) return;
    for (auto const& command : model::start_of(pass.build(), *pass.stage()).commands) {
        auto const said = command.argument(0);
        if (said == "java") return check_java(pass, command);
        if (said == "dotnet") return check_dotnet(pass, command);
    }
}

}  // namespace

constinit Check const rule = on<check, check_program>();

}  // namespace dockcheck::rules::runtime_older_than_build
