// Finds installed packages that are copied to where they cannot be loaded.
#include "rules/stages/copied-dependencies-abi-mismatch.hpp"

#include <algorithm>
#include <string>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/directories.hpp"
#include "analyzer/model/earlier_files.hpp"
#include "analyzer/model/language.hpp"
#include "analyzer/model/native_packages.hpp"
#include "analyzer/model/paths.hpp"
#include "analyzer/text/base_name.hpp"

namespace dockcheck::rules::copied_dependencies_abi_mismatch {
namespace {

enum class Kind : std::uint8_t { none, site_packages, environment, node_modules, gems };

/// True when a command of the stage has made a virtual environment at the path.
bool is_environment(Pass const& pass, model::Stage const& stage, std::string_view path) {
    for (auto const* at = &stage; at != nullptr; at = at->parent) {
        for (auto const& command : at->commands) {
            if (command.use != model::Use::run) continue;
            bool const makes = command.program == "virtualenv"
                               || (command.program == "uv" && command.argument(1) == "venv")
                               || (command.program.starts_with("python")
                                   && command.argument(1) == "-m" && command.argument(2) == "venv");
            if (!makes) continue;
            if (model::any_operand(command, [&](model::Argument const& word) {
                    auto const made = model::path_of(pass.build(), *at, command, word.value);
                    return made.is_known() && model::clean_path(*made.known()) == path;
                })) {
                return true;
            }
        }
    }
    return false;
}

Kind kind_of(Pass const& pass, model::Stage const& stage, std::string_view language,
             std::string_view path) {
    auto const name = base_name(path);
    if (language == "Python") {
        if (name == "site-packages" || name == "dist-packages") return Kind::site_packages;
        return is_environment(pass, stage, path) ? Kind::environment : Kind::none;
    }
    if (language == "Node.js" && name == "node_modules") return Kind::node_modules;
    bool const is_bundle = path == "/usr/local/bundle" || path.ends_with("/vendor/bundle");
    return language == "Ruby" && is_bundle ? Kind::gems : Kind::none;
}

/// True when packages for one version certainly cannot be used by the other.
bool differ(Kind kind, model::LanguageVersion const& one, model::LanguageVersion const& other) {
    // What is written in JavaScript runs with any version.
    if (kind == Kind::node_modules) return false;
    if (one.major != other.major) return true;
    return one.minor && other.minor && *one.minor != *other.minor;
}

std::string_view called(model::LibC libc) { return libc == model::LibC::musl ? "musl" : "glibc"; }

void check(model::Transfer const& transfer, Pass& pass) {
    auto const* image = pass.stage();
    if (image == nullptr || transfer.from == nullptr || transfer.from->stage == nullptr) return;
    auto const& stage = *transfer.from->stage;
    auto const from = model::language_of(stage.root());
    auto const to = model::language_of(image->root());
    if (!from || !to || from->language != to->language) return;
    if (!pass.may_look_around()) return;
    auto const from_libc = model::libc_of(stage.root());
    auto const to_libc = model::libc_of(image->root());
    for (auto const& source : transfer.sources) {
        auto const text = source.value.known();
        if (!text || source.has_wildcard) continue;
        auto const path = model::clean_path("/" + std::string(*text));
        auto const kind = kind_of(pass, stage, from->language, path);
        if (kind == Kind::none) continue;
        auto const span = source.written->word.span;
        if (differ(kind, *from, *to)) {
            pass.report(span, version, from->language, from->text, to->text)
                .related(stage.root().span, "installed with this one")
                .related(image->root().span, "used with this one");
            continue;
        }
        bool const is_other_libc = from_libc != to_libc && from_libc != model::LibC::unknown
                                   && to_libc != model::LibC::unknown;
        if (!is_other_libc) continue;
        auto const native = model::native_package_in(pass.build(), stage);
        if (native.empty()) continue;
        pass.report(span, library, native, called(from_libc), called(to_libc))
            .related(stage.root().span, "installed here")
            .related(image->root().span, "used here");
    }
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::copied_dependencies_abi_mismatch
