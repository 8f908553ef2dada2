// Finds builds of Cargo that need the headers of OpenSSL, or pkg-config to find them, without them.
#include "rules/rust/openssl-headers-not-in-image.hpp"

#include <algorithm>
#include <string>

#include "analyzer/knowledge/images.hpp"
#include "analyzer/lint/pass.hpp"
#include "analyzer/model/base_image.hpp"
#include "analyzer/model/cargo_openssl.hpp"
#include "analyzer/model/directories.hpp"
#include "analyzer/model/earlier_files.hpp"
#include "analyzer/model/late_files.hpp"
#include "analyzer/model/package_settings.hpp"
#include "analyzer/model/packages.hpp"
#include "analyzer/model/paths.hpp"
#include "analyzer/model/placed_file.hpp"
#include "analyzer/model/word_list.hpp"

namespace dockcheck::rules::openssl_headers_not_in_image {
namespace {

/// What the steps in front of a command have brought.
struct Brought {
    bool is_certain = true;
    bool has_headers = false;
    bool may_have_pkg_config = false;
};

/// Commands that install nothing of the system.
bool is_harmless(std::string_view program) {
    static constexpr model::WordTable programs =
        " : [ addgroup adduser cargo cat cd chmod chown cp date echo env export find groupadd head "
        "ls mkdir mv printf pwd rm rustc rustup sed set sleep test touch tr true umask uname unset "
        "update-ca-certificates useradd which ";
    return programs.holds(program);
}

/// Packages of headers that bring none of OpenSSL.
bool is_of_other_library(std::string_view package) {
    static constexpr model::WordTable others =
        " clang-dev libc-dev libc6-dev libclang-dev linux-headers linux-libc-dev musl-dev "
        "protobuf-dev libprotobuf-dev sqlite-dev libsqlite3-dev zlib-dev zlib1g-dev ";
    return others.holds(package);
}

void see(model::Package const& package, Brought& brought) {
    static constexpr model::WordList headers = " libssl-dev openssl-dev ";
    static constexpr model::WordList plain =
        " binutils build-essential ca-certificates clang cmake curl file g++ gcc git libc6-dev "
        "libssl-dev lld llvm make mold musl-dev musl-tools openssh-client openssl perl "
        "protobuf-compiler protoc tzdata unzip wget xz-utils ";
    if (package.name.empty()) brought.is_certain = false;
    if (headers.holds(package.name)) {
        brought.has_headers = true;
    } else if (package.name.find("-dev") != package.name.npos
               && !is_of_other_library(package.name)) {
        brought.is_certain = false;
    }
    if (!plain.holds(package.name)) brought.may_have_pkg_config = true;
}

void see(model::Command const& command, Arena& arena, Brought& brought) {
    if (command.use != model::Use::run || command.arguments.empty()) return;
    auto const manager = model::manager_of(command);
    bool const is_system = manager == model::Manager::apt || manager == model::Manager::apk;
    if (is_system && (command.wrappers & model::wrapper_xargs) == 0) {
        auto const& install = model::package_command(command, arena);
        if (!install.paths.empty()) brought.is_certain = false;
        if (install.verb != model::Verb::install) return;
        for (auto const& package : install.packages) see(package, brought);
        return;
    }
    if (command.argument(0) != command.program || !is_harmless(command.program))
        brought.is_certain = false;
}

Brought brought_before(Pass const& pass, model::Command const& before) {
    Brought brought;
    auto const& build = pass.build();
    auto const limit = build.position_of(*before.instruction);
    for (auto const* part = pass.stage(); part != nullptr; part = part->parent) {
        if (!part->triggered.instructions.empty() || part->may_set_more) return {false, {}, {}};
        for (auto const& transfer : part->transfers) {
            auto const target = model::target_of(transfer);
            bool const is_system =
                target.empty() || target == "/" || transfer.is_add
                || (target.starts_with("/usr/") && transfer.from != nullptr
                    && !target.starts_with("/usr/local/cargo") && !target.starts_with("/usr/src"));
            if (transfer.position < limit && is_system) return {false, {}, {}};
        }
        for (auto const& instruction : part->instructions) {
            if (build.position_of(instruction) > limit) break;
            if (instruction.keyword == ast::Keyword::run && part->commands_of(instruction).empty())
                return {false, {}, {}};
        }
        for (auto const& command : part->commands) {
            auto const position = build.position_of(*command.instruction);
            bool const is_behind =
                position > limit || (position == limit && command.sequence >= before.sequence);
            if (!is_behind) see(command, build.arena(), brought);
        }
    }
    return brought;
}

/// Words that may choose another package, another system, or the OpenSSL that is used.
bool is_told_otherwise(Pass const& pass, model::Command const& command) {
    for (auto const& argument : command.arguments) {
        auto const text = argument.value.known();
        if (!text) return true;
        for (std::string_view const option :
             {"--target", "--manifest-path", "-p", "--package", "--config", "-Z", "--exclude"}) {
            if (text->starts_with(option) && !text->starts_with("--target-dir")) return true;
        }
    }
    for (std::string_view const word : {"OPENSSL_", "PKG_CONFIG", "VCPKG", "CARGO_BUILD"}) {
        if (model::is_mentioned_before(pass.build(), *pass.stage(), command, word)) return true;
    }
    return false;
}

void check(model::Command const& command, Pass& pass) {
    static constexpr model::WordList verbs = " b build check clippy run test ";
    auto const* stage = pass.stage();
    if (stage == nullptr || pass.context() == nullptr || pass.is_trigger()) return;
    bool const is_verb = verbs.holds(command.argument(1))
                         || (command.argument(1) == "install" && command.argument(2) == "--path"
                             && command.argument(3) == ".");
    auto const* image = model::known_image(stage->root());
    if (!is_verb || image == nullptr || image->name != "rust") return;
    bool const is_alpine = image->family == knowledge::ImageFamily::alpine;
    bool const is_slim = model::tag_of(stage->root().image).find("slim") != std::string_view::npos;
    if (!is_alpine && !is_slim) return;
    if (!model::needs_files_of_image(*stage, command) || !pass.may_look_around()) return;
    if (is_told_otherwise(pass, command)) return;
    auto const& build = pass.build();
    auto const& context = *pass.context();
    auto const folder = model::directory_of(build, *stage, command).known();
    if (!folder) return;
    auto const at = model::clean_path(*folder);
    auto const manifest = model::placed_file(build, *stage, model::clean_path(at + "/Cargo.toml"));
    auto const lock = model::placed_file(build, *stage, model::clean_path(at + "/Cargo.lock"));
    if (!manifest || !lock) return;
    auto const root = manifest->substr(0, manifest->rfind('/') + 1);
    if (context.look(root + ".cargo") != context::Presence::missing
        || context.look(".cargo") != context::Presence::missing) {
        return;
    }
    auto const* manifest_source = context.read(*manifest);
    auto const* lock_source = context.read(*lock);
    if (manifest_source == nullptr || lock_source == nullptr) return;
    auto const need = model::openssl_need(*manifest_source, *lock_source);
    if (!need) return;
    auto const brought = brought_before(pass, command);
    if (!brought.is_certain) return;
    auto const place = join(command.arguments[0].span, command.arguments[1].span);
    auto const said = "cargo " + std::string(command.argument(1));
    auto const name = model::shown_name(stage->root());
    if (!brought.has_headers) {
        std::string_view const packages = is_alpine
                                              ? "apk add --no-cache openssl-dev openssl-libs-static"
                                              : "apt-get update && apt-get install -y "
                                                "--no-install-recommends pkg-config libssl-dev";
        pass.report(place, headers, said, need->dependency, name, packages)
            .related(need->place, "required here");
    } else if (!is_alpine && !brought.may_have_pkg_config) {
        pass.report(place, finder, said, need->dependency, name)
            .related(need->place, "required here");
    }
}

}  // namespace

constinit Check const rule = on<check>().for_programs(" cargo ");

}  // namespace dockcheck::rules::openssl_headers_not_in_image
