// Looking for what links a file, and for all that may make it static or take another C library.
// Sources: "The Cargo Book" (build cache, cargo install), "The rustc book" (codegen options,
// crt-static), pkg.go.dev/cmd/cgo, the GCC manual (link options).
#include "analyzer/model/glibc_programs.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "analyzer/knowledge/images.hpp"
#include "analyzer/model/base_image.hpp"
#include "analyzer/model/directories.hpp"
#include "analyzer/model/earlier_files.hpp"
#include "analyzer/model/package_settings.hpp"
#include "analyzer/model/paths.hpp"
#include "analyzer/model/placed_file.hpp"
#include "analyzer/model/word_list.hpp"
#include "analyzer/text/base_name.hpp"

namespace dockcheck::model {
namespace {

using knowledge::ImageFamily;

bool is_one_mentioned(Build const& build, Stage const& stage, Command const& command,
                      std::initializer_list<std::string_view> words) {
    return std::ranges::any_of(words, [&](std::string_view word) {
        return is_mentioned_before(build, stage, command, word);
    });
}

/// Settings, in the environment or the command's own words, that make a program of Go static or for
/// another machine; words that nobody can know may be among them.
bool may_be_static_go(Build const& build, Stage const& stage, Command const& command) {
    if (may_hide_option(command)) return true;
    if (is_one_mentioned(build, stage, command,
                         {"CGO_ENABLED", "GOARCH", "GOOS=windows", "GOFLAGS", "static"})) {
        return true;
    }
    static constexpr std::string_view all_words[] = {"netgo", "osusergo", "-linkmode"};
    return std::ranges::any_of(all_words,
                               [&](auto const word) { return has_word_with(command, word); });
}

/// `-o PATH`: where a program is written.
std::string written_to(Build const& build, Stage const& stage, Command const& command,
                       std::size_t first) {
    for (auto i = first; i + 1 < command.arguments.size(); ++i) {
        if (command.argument(i) != "-o") continue;
        auto const path = path_of(build, stage, command, command.arguments[i + 1].value);
        return path.is_known() ? clean_path(*path.known()) : std::string();
    }
    return {};
}

bool is_package_with_c(std::string_view line) {
    static constexpr std::string_view all_names[] = {"\"net\"", "\"net/http",      "\"os/user\"",
                                                     "\"C\"",   "\"crypto/x509\"", "\"crypto/tls\"",
                                                     "\"net/"};
    return std::ranges::any_of(all_names,
                               [&](auto const name) { return line.find(name) != line.npos; });
}

/// A source of the program imports what Go takes from the C library. With a context that is seen;
/// without one, a port that is exposed shows it.
bool uses_c_library(Build const& build, Stage const& image) {
    auto const* context = build.context();
    if (context == nullptr) return !image.config.ports.empty();
    std::size_t looked_at = 0;
    for (auto const& path : context->files_below("", 5'000)) {
        if (!path.ends_with(".go") || path.ends_with("_test.go")) continue;
        if (path.starts_with("vendor/") || ++looked_at > 500) continue;
        auto const* source = context->read(path);
        if (source == nullptr) continue;
        auto const text = source->bytes();
        auto const end = std::min(text.find("\nfunc "), text.size());
        if (is_package_with_c(text.substr(0, end))) return true;
    }
    return false;
}

Command const* go_build_of(Build const& build, Stage const& stage, std::string_view path) {
    for (auto const& command : stage.commands) {
        if (command.use != Use::run || command.program != "go") continue;
        if (command.argument(1) != "build" || command.is_conditional) continue;
        auto const output = written_to(build, stage, command, 2);
        if (!output.empty() && is_at_or_below(output, path)) return &command;
    }
    return nullptr;
}

/// `gcc -O2 -o /app main.c`, every word of it known.
bool links_c_program(Command const& command) {
    static constexpr WordList compilers = " c++ cc clang clang++ g++ gcc ";
    if (command.is_conditional || !compilers.holds(command.program)) return false;
    return std::ranges::all_of(command.arguments.subspan(1), [](Argument const& argument) {
        static constexpr WordList others = " -E -M -MM -S -c -dumpversion -nostdlib -shared -v ";
        auto const text = argument.value.known();
        return text && !others.holds(*text) && !text->starts_with("-static")
               && !text->starts_with("-Wl,") && !text->starts_with("--target")
               && !text->starts_with('@') && text->find("musl") == text->npos;
    });
}

Command const* c_build_of(Build const& build, Stage const& stage, std::string_view path) {
    Command const* found = nullptr;
    for (auto const& command : stage.commands) {
        if (command.use != Use::run || !links_c_program(command)) continue;
        if (written_to(build, stage, command, 1) == path) found = &command;
    }
    return found;
}

constexpr std::string_view installed_programs = "/usr/local/cargo/bin";

/// The folder that a command of Cargo puts programs for glibc into; empty where it may build for
/// another library.
std::string glibc_output(std::string const& folder, Command const& command) {
    auto const verb = command.argument(1);
    bool const is_install = verb == "install";
    if (command.program != "cargo" || (verb != "build" && verb != "b" && !is_install)) return {};
    bool is_release = is_install;
    std::string target;
    for (std::size_t i = 2; i < command.arguments.size(); ++i) {
        auto const text = command.arguments[i].value.known();
        if (!text) return {};
        auto const name = text->substr(0, text->find('='));
        static constexpr WordList movers =
            " --config --manifest-path --out-dir --artifact-dir --profile --root --target-dir ";
        if (movers.holds(name) || name.starts_with("-Z") || *text == "--example") return {};
        if (*text == "--release" || *text == "-r") is_release = true;
        if (name != "--target") continue;
        target = name.size() == text->size() ? command.argument(++i)
                                             : std::string_view(*text).substr(name.size() + 1);
        if (!target.ends_with("-linux-gnu")) return {};
    }
    if (is_install) return std::string(installed_programs);
    return (folder == "/" ? std::string() : folder) + "/target/"
           + (target.empty() ? "" : target + "/") + (is_release ? "release" : "debug");
}

/// Settings of Cargo, or a build script, that may link the program in another way.
bool may_link_otherwise(Build const& build, Stage const& stage, std::string const& folder) {
    auto const& context = *build.context();
    auto const manifest = placed_file(build, stage, clean_path(folder + "/Cargo.toml"));
    if (!manifest) return true;
    auto const root = manifest->substr(0, manifest->rfind('/') + 1);
    for (auto const& place : {root, std::string()}) {
        if (context.look(place + ".cargo") != context::Presence::missing) return true;
    }
    auto const* script = context.read(root + "build.rs");
    if (script != nullptr && script->bytes().find("static") != std::string_view::npos) return true;
    auto const* source = context.read(*manifest);
    return source == nullptr || source->bytes().find("[unstable]") != std::string_view::npos;
}

/// `cp target/release/shop /shop`: the absolute path of what a command puts at another one; empty
/// for other commands.
std::string copied_from(Build const& build, Stage const& stage, Command const& command,
                        std::string_view path) {
    static constexpr WordList programs = " cp install mv ";
    if (!programs.holds(command.program) || command.is_conditional) return {};
    Argument const* from = nullptr;
    Argument const* to = nullptr;
    for (auto const& argument : command.arguments.subspan(1)) {
        if (!argument.value.is_known() || to != nullptr) return {};
        if (argument.value.text_or_empty().starts_with('-')) continue;
        (from == nullptr ? from : to) = &argument;
    }
    if (to == nullptr) return {};
    auto const source = path_of(build, stage, command, from->value).known();
    auto const target = path_of(build, stage, command, to->value).known();
    if (!source || !target) return {};
    auto const cleaned = clean_path(*source);
    auto const into = clean_path(*target);
    bool const is_it =
        into == path || into + "/" + std::string(base_name(cleaned)) == std::string(path);
    return is_it ? cleaned : std::string();
}

Command const* cargo_build_of(Build const& build, Stage const& stage, std::string_view wanted) {
    auto const* image = known_image(stage.root());
    if (image == nullptr || image->name != "rust" || build.context() == nullptr) return nullptr;
    std::string path(wanted);
    for (auto i = stage.commands.size(); i-- > 0;) {
        auto const& command = stage.commands[i];
        if (command.use != Use::run) continue;
        if (auto source = copied_from(build, stage, command, path); !source.empty())
            path = std::move(source);
    }
    auto const slash = path.rfind('/');
    static constexpr WordTable tools =
        " cargo cargo-chef cargo-clippy cargo-fmt cargo-miri clippy-driver diesel rls "
        "rust-analyzer "
        "rust-gdb rust-lldb rustc rustdoc rustfmt rustup sqlx ";
    bool const is_program = slash != path.npos && path.find('.', slash) == path.npos
                            && !tools.holds(std::string_view(path).substr(slash + 1));
    if (!is_program) return nullptr;
    Command const* found = nullptr;
    for (auto const& command : stage.commands) {
        if (command.use != Use::run || command.program != "cargo" || command.is_conditional)
            continue;
        auto const folder = directory_of(build, stage, command).known();
        if (!folder) return nullptr;
        auto const project = clean_path(*folder);
        auto const output = glibc_output(project, command);
        if (output.empty() || output != path.substr(0, slash)) continue;
        if (may_link_otherwise(build, stage, project)) return nullptr;
        found = &command;
    }
    if (found == nullptr) return nullptr;
    auto const& last = stage.commands.back();
    bool const is_otherwise =
        is_one_mentioned(build, stage, last,
                         {"musl", "crt-static", "RUSTFLAGS", "CARGO_BUILD", "CARGO_ENCODED",
                          "CARGO_TARGET", "zigbuild", "-static", "CARGO_INSTALL", "CARGO_PROFILE"});
    return is_otherwise ? nullptr : found;
}

}  // namespace

bool has_glibc(Stage const& stage) {
    auto const* image = stage.root().known_image;
    return image != nullptr
           && (image->family == ImageFamily::debian || image->family == ImageFamily::ubuntu
               || image->family == ImageFamily::rpm);
}

bool may_bring_glibc(Stage const& stage) {
    for (auto const* at = &stage; at != nullptr; at = at->parent) {
        for (auto const& transfer : at->transfers) {
            auto const target = transfer.target.known_prefix();
            bool const is_any_folder = target.empty() || target == "/";
            bool const is_many = std::ranges::any_of(
                transfer.sources, [](auto const& source) { return source.has_wildcard; });
            if (transfer.is_add || (is_any_folder && is_many)) return true;
            if (target.starts_with("/lib") || target.starts_with("/usr/lib")
                || target.starts_with("/usr/glibc")) {
                return true;
            }
        }
        for (auto const& command : at->commands) {
            static constexpr std::string_view all_words[] = {"libc6", "gcompat", "glibc",
                                                             "ld-linux"};
            for (auto const word : all_words) {
                if (has_word_with(command, word)) return true;
            }
        }
    }
    return false;
}

GlibcProgram glibc_program(Build const& build, Stage const& image, Transfer const& transfer) {
    auto const* builder = transfer.from == nullptr ? nullptr : transfer.from->stage;
    if (builder == nullptr || builder->is_windows || !has_glibc(*builder)) return {};
    for (auto const& source : transfer.sources) {
        auto const text = source.value.known();
        if (!text || source.has_wildcard) continue;
        auto const path = clean_path("/" + std::string(*text));
        if (auto const* command = go_build_of(build, *builder, path)) {
            bool const is_dynamic =
                !may_be_static_go(build, *builder, *command) && uses_c_library(build, image);
            return is_dynamic ? GlibcProgram{command, true} : GlibcProgram{};
        }
        if (auto const* command = cargo_build_of(build, *builder, path)) return {command, false};
        if (auto const* command = c_build_of(build, *builder, path)) return {command, false};
    }
    return {};
}

}  // namespace dockcheck::model
