// Finds pip install that the Python of a distribution refuses.
#include "rules/python/pip-install-into-system-python.hpp"

#include <algorithm>

#include "analyzer/knowledge/managed_python.hpp"
#include "analyzer/knowledge/programs.hpp"
#include "analyzer/lint/pass.hpp"
#include "analyzer/model/base_image.hpp"
#include "analyzer/model/base_release.hpp"
#include "analyzer/model/package_settings.hpp"
#include "analyzer/model/word_list.hpp"
#include "analyzer/model/wrappers.hpp"
#include "analyzer/text/base_name.hpp"

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

/// chroot and its like run it in another system.
constexpr int plain_wrappers =
    model::wrapper_sudo | model::wrapper_env | model::wrapper_exec | model::wrapper_shell;

/// True for `cp etc/* /etc/`: a pattern or a folder, among which may be a pip.conf, is put to where
/// pip looks.
bool may_bring_settings(Command const& command) {
    static constexpr model::WordList places = " / /etc /etc/ /usr /usr/ /root /root/ ~ ~/ ";
    auto const words = command.arguments.subspan(1);
    bool const is_there = std::ranges::any_of(
        words, [](model::Argument const& word) { return places.holds(word.raw.text()); });
    return is_there && std::ranges::any_of(words, [](model::Argument const& word) {
               auto const text = word.raw.text();
               if (text.starts_with('-') || places.holds(text)) return false;
               auto const name = base_name(text);
               return name.find_first_of("*?[{") != name.npos || name.find('.') == name.npos
                      || name.front() == '.';
           });
}

/// Moves, removes or edits files of which none is said to be one of Python's.
bool changes_other_files(Command const& command) {
    static constexpr model::WordList changers = " rm mv cp sed find install ln chmod ";
    static constexpr model::WordList bringers = " mv cp install rsync ";
    if (bringers.holds(command.program) && may_bring_settings(command)) return false;
    return changers.holds(command.program) && command.argument(0) == command.program
           && std::ranges::none_of(command.arguments, [](model::Argument const& word) {
                  auto const text = word.raw.text();
                  return text.find("python") != text.npos || text.find("pip") != text.npos
                         || text.find("$") != text.npos;
              });
}

/// `curl https://deb.nodesource.com/setup_22.x | bash -`, which brings packages of Node.js.
bool sets_nodesource_up(model::Stage const& stage, Command const& command) {
    if (command.connector != model::Connector::pipe || !model::is_shell(command.program))
        return false;
    return std::ranges::any_of(stage.commands_of(*command.instruction), [&](Command const& other) {
        return other.sequence < command.sequence && other.follower == model::Connector::pipe
               && std::ranges::any_of(other.arguments, [](model::Argument const& word) {
                      return word.value.known_prefix().starts_with("https://deb.nodesource.com/");
                  });
    });
}

/// True when something in front may have brought another Python, or taken the mark away: a copy
/// from elsewhere or into folders of the system, another PATH, or a command that is not known to do
/// neither.
bool may_be_another(model::Stage const& last, Command const& command) {
    static constexpr model::WordList harmless =
        " apt apt-get apk dpkg echo printf mkdir cd ls test [ true set export curl wget useradd "
        "groupadd "
        "adduser addgroup chown chmod ln touch cat pip pip3 git locale-gen tar unzip ";
    for (auto const* stage = &last; stage != nullptr; stage = stage->parent) {
        auto const* const path = stage->config.find_environment("PATH");
        if (path != nullptr && path->origin.kind == model::Origin::Kind::instruction) return true;
        for (auto const& transfer : stage->transfers) {
            if (stage == &last && transfer.instruction->span.begin > command.span.begin) break;
            auto const target = transfer.target.known();
            bool const are_files = std::ranges::all_of(transfer.sources, [](auto const& source) {
                auto const name = source.value.known();
                return name && !source.has_wildcard && base_name(*name).find('.') != name->npos
                       && base_name(*name).front() != '.';
            });
            bool const is_of_system = !target || (*target == "/" && !are_files)
                                      || target->starts_with("/etc") || target->starts_with("/usr");
            if (transfer.from != nullptr || transfer.is_add || is_of_system) return true;
        }
        for (auto const& other : stage->commands) {
            if (&other == &command) break;
            if (other.use != model::Use::run) continue;
            bool const is_known =
                harmless.holds(other.program) && other.argument(0) == other.program;
            bool const is_install = model::manager_of(other) != Manager::none;
            if (is_known || is_install || other.program.empty()) continue;
            if (!changes_other_files(other) && !sets_nodesource_up(*stage, other)) return true;
        }
    }
    return false;
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
bool is_first(model::Stage const& stage, Command const& command, Arena& arena) {
    for (auto const& other : stage.commands) {
        if (&other == &command) return true;
        bool const is_pip =
            other.use == model::Use::run && model::manager_of(other) == Manager::pip;
        if (is_pip && model::package_command(other, arena).verb == Verb::install) return false;
    }
    return true;
}

/// The distribution whose pip refuses, by the image's own words or by what its tag stands for.
std::string_view distribution_of(model::Stage const& stage) {
    auto const& image = stage.root().image;
    auto const by_words =
        knowledge::distribution_with_managed_python(model::name_of(image), image.tag);
    if (!by_words.empty()) return by_words;
    auto const* const release = model::base_release(stage);
    if (release == nullptr) return {};
    return knowledge::distribution_with_managed_python(release->product, release->number);
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
    auto const product = distribution_of(*pass.stage());
    if (product.empty() || !pass.may_look_around()) return;
    // An image with a pip of its own finds that one first.
    if (knowledge::image_brings(image, tag, "pip") != knowledge::Brings::no) return;
    auto const& install = model::package_command(command, pass.build().arena());
    if (install.verb != Verb::install || says_where(install)) return;
    if (!is_first(*pass.stage(), command, pass.build().arena())
        || !has_pip_of_system(command, pass))
        return;
    if (is_seen_to(pass.build()) || (command.wrappers & ~plain_wrappers) != 0) return;
    if (may_be_another(*pass.stage(), command)) return;
    pass.report(model::called_at(install), managed, model::shown_name(root),
                product == "alpine" ? "apk" : "apt",
                product == "alpine" ? "" : " (which needs the package python3-venv)")
        .related(root.span, "the base image");
}

}  // namespace

constinit Check const rule = on<check>().for_managers_of_languages();

}  // namespace dockcheck::rules::pip_install_into_system_python
