// Finds builds of Cargo for a target whose standard library is not in the image.
#include "rules/rust/rust-target-not-installed.hpp"

#include <string>

#include "analyzer/knowledge/images.hpp"
#include "analyzer/lint/pass.hpp"
#include "analyzer/model/base_image.hpp"
#include "analyzer/model/directories.hpp"
#include "analyzer/model/failing_step.hpp"
#include "analyzer/model/package_settings.hpp"
#include "analyzer/model/paths.hpp"
#include "analyzer/model/placed_file.hpp"
#include "analyzer/model/word_list.hpp"

namespace dockcheck::rules::rust_target_not_installed {
namespace {

/// The word that --target names, or nullptr; `name` gets what it says.
model::Argument const* target_word(model::Command const& command, std::string_view& name) {
    constexpr std::string_view option = "--target";
    for (std::size_t i = 2; i < command.arguments.size(); ++i) {
        auto const text = command.argument(i);
        if (text == "--") return nullptr;
        if (text == option && i + 1 < command.arguments.size()) {
            name = command.argument(i + 1);
            return &command.arguments[i + 1];
        }
        if (text.starts_with("--target=")) {
            name = text.substr(option.size() + 1);
            return &command.arguments[i];
        }
    }
    return nullptr;
}

/// Files of rustup and Cargo that may bring the library, or have it built.
bool may_be_brought(Pass const& pass, std::string const& folder) {
    auto const& build = pass.build();
    auto const& context = *pass.context();
    auto const manifest =
        model::placed_file(build, *pass.stage(), model::clean_path(folder + "/Cargo.toml"));
    if (!manifest) return true;
    auto const root = manifest->substr(0, manifest->rfind('/') + 1);
    for (auto const& place : {root, std::string()}) {
        for (std::string_view const name : {"rust-toolchain", "rust-toolchain.toml", ".cargo"}) {
            if (context.look(place + std::string(name)) != context::Presence::missing) return true;
        }
    }
    return false;
}

void check(model::Command const& command, Pass& pass) {
    static constexpr model::WordList verbs = " b build check clippy run rustc test ";
    auto const* stage = pass.stage();
    if (stage == nullptr || pass.context() == nullptr || pass.is_trigger()) return;
    if (command.use != model::Use::run || !verbs.holds(command.argument(1))) return;
    std::string_view target;
    auto const* word = target_word(command, target);
    // The image's own is one of these, by the machine that it is for.
    if (word == nullptr || target.empty() || target.ends_with("-linux-gnu")) return;
    bool const is_name = target.find('-') != target.npos && target.find('.') == target.npos;
    auto const* image = model::known_image(stage->root());
    bool const is_debian = image != nullptr && image->name == "rust"
                           && image->family == knowledge::ImageFamily::debian;
    if (!is_name || !is_debian || !model::must_succeed(*stage, command)) return;
    auto const& build = pass.build();
    for (std::string_view const doubt :
         {"rustup", "toolchain", "build-std", "sysroot", "CARGO_UNS"}) {
        if (model::is_mentioned_before(build, *stage, command, doubt)) return;
    }
    auto const folder = model::directory_of(build, *stage, command).known();
    if (!folder || may_be_brought(pass, model::clean_path(*folder))) return;
    pass.report(word->span, missing, "cargo " + std::string(command.argument(1)), target,
                model::shown_name(stage->root()));
}

}  // namespace

constinit Check const rule = on<check>().for_programs(" cargo ");

}  // namespace dockcheck::rules::rust_target_not_installed
