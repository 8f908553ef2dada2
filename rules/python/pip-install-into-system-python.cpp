// Finds pip install that the Python of a distribution refuses.
#include "rules/python/pip-install-into-system-python.hpp"

#include <algorithm>

#include "analyzer/knowledge/managed_python.hpp"
#include "analyzer/knowledge/programs.hpp"
#include "analyzer/lint/pass.hpp"
#include "analyzer/model/base_image.hpp"
#include "analyzer/model/package_settings.hpp"

namespace dockcheck::rules::pip_install_into_system_python {
namespace {

using model::Command;
using model::Manager;
using model::Verb;

/// Words by which somebody says where pip may install, or brings another Python: whoever knows of
/// them has seen to it.
bool is_seen_to(model::Build const& build) {
    static constexpr std::string_view all_words[] = {"venv",
                                                     "virtualenv",
                                                     "externally-managed",
                                                     "break-system-packages",
                                                     "break_system",
                                                     "pip.conf",
                                                     "conda",
                                                     "pyenv",
                                                     "get-pip",
                                                     "ensurepip",
                                                     "pip_",
                                                     "deadsnakes",
                                                     "pypy",
                                                     "altinstall",
                                                     "pip config"};
    return std::ranges::any_of(all_words,
                               [&](std::string_view word) { return build.may_hold(word); });
}

/// Options that say where to, or that nothing is to be done.
bool says_where(model::PackageCommand const& install) {
    static constexpr std::string_view all_options[] = {"--target", "-t",        "--prefix",
                                                       "--root",   "--dry-run", "--python"};
    return std::ranges::any_of(all_options,
                               [&](std::string_view option) { return install.has_option(option); });
}

/// True when the pip of the distribution is installed in front of the command, and nothing that
/// nobody can know may have come before it.
bool has_pip_of_system(Command const& command, Pass const& pass) {
    auto& arena = pass.build().arena();
    for (auto const* stage = pass.stage(); stage != nullptr; stage = stage->parent) {
        for (auto const& other : stage->commands) {
            if (&other == &command) break;
            if (other.use != model::Use::run || other.is_conditional) continue;
            auto const manager = model::manager_of(other);
            if (manager != Manager::apt && manager != Manager::apk) continue;
            auto const& install = model::package_command(other, arena);
            if (install.verb != Verb::install) continue;
            auto const is_pip = [](model::Package const& package) {
                return package.name == "python3-pip" || package.name == "py3-pip";
            };
            if (std::ranges::any_of(install.packages, is_pip)) return true;
        }
    }
    return false;
}

bool is_plain_pip(Command const& command) {
    auto const word = command.argument(0);
    if (word == "pip" || word == "pip3") return true;
    return (word == "python3" || word == "python") && command.argument(1) == "-m"
           && command.argument(2) == "pip";
}

/// The first of the stage: one finding tells it all.
bool is_first(model::Stage const& stage, Command const& command) {
    for (auto const& other : stage.commands) {
        if (&other == &command) return true;
        if (other.use == model::Use::run && model::manager_of(other) == Manager::pip) return false;
    }
    return true;
}

void check(Command const& command, Pass& pass) {
    if (command.use != model::Use::run || pass.stage() == nullptr || pass.is_trigger()) return;
    if (model::manager_of(command) != Manager::pip || !is_plain_pip(command)) return;
    if (command.is_conditional || command.can_fail_unseen) return;
    if (command.follower == model::Connector::disjunction) return;
    auto const& root = pass.stage()->root();
    if (root.kind != model::Reference::Kind::image || root.known_image == nullptr) return;
    auto const& image = *root.known_image;
    auto const tag = root.image.tag;
    auto const product =
        knowledge::distribution_with_managed_python(model::name_of(root.image), tag);
    if (product.empty() || !pass.may_look_around()) return;
    // An image with a pip of its own finds that one first.
    if (knowledge::image_brings(image, tag, "pip") != knowledge::Brings::no) return;
    auto const& install = model::package_command(command, pass.build().arena());
    if (install.verb != Verb::install || says_where(install)) return;
    if (!is_first(*pass.stage(), command) || !has_pip_of_system(command, pass)) return;
    if (is_seen_to(pass.build())) return;
    pass.report(model::called_at(install), managed, root.value.text_or_empty(),
                product == "alpine" ? "apk" : "apt",
                product == "alpine" ? "" : " (which needs the package python3-venv)")
        .related(root.span, "the base image");
}

}  // namespace

constinit Check const rule = on<check>().for_managers_of_languages();

}  // namespace dockcheck::rules::pip_install_into_system_python
