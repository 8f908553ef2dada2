// Finds installs of packages that have to be cloned where no git is.
#include "rules/packages/git-dependency-without-git.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/base_image.hpp"
#include "analyzer/model/failing_step.hpp"
#include "analyzer/model/manifest_beside.hpp"
#include "analyzer/model/packages.hpp"
#include "analyzer/model/paths.hpp"
#include "analyzer/model/program_search.hpp"
#include "analyzer/model/python_projects.hpp"
#include "analyzer/model/requirement_files.hpp"
#include "analyzer/text/base_name.hpp"

namespace dockcheck::rules::git_dependency_without_git {
namespace {

using model::Manager;

/// What has to be cloned, and where the source says so.
struct Cloned {
    std::string shown;
    Place place;  ///< to underline
    Place listed{};
};

/// True for a requirement of pip that is cloned: `git+https://...`, `-e git+...`, `name @ git+...`.
bool is_cloned(std::string_view requirement) {
    auto const at = requirement.find("git+");
    if (at == requirement.npos) return false;
    return at == 0 || requirement[at - 1] == ' ' || requirement[at - 1] == '@'
           || requirement[at - 1] == '=';
}

/// The archive of a commit or tag that GitHub gives for such a requirement, or empty.
std::string archive_of(std::string_view requirement) {
    constexpr std::string_view host = "git+https://github.com/";
    auto const at = requirement.find(host);
    if (at == requirement.npos) return {};
    auto rest = requirement.substr(at + host.size());
    rest = rest.substr(0, rest.find_first_of("#& \"'"));
    auto const mark = rest.find('@');
    if (mark == rest.npos) return {};
    auto repository = rest.substr(0, mark);
    if (repository.ends_with(".git")) repository.remove_suffix(4);
    return "https://github.com/" + std::string(repository) + "/archive/"
           + std::string(rest.substr(mark + 1)) + ".zip";
}

std::optional<Cloned> in_words(Pass const& pass, model::Command const& command) {
    for (auto const& word : command.arguments.subspan(1)) {
        auto const text = word.value.text_or_empty();
        if (is_cloned(text) && text.find(';') == text.npos)
            return Cloned{std::string(text), {&pass.build().source(), word.span}, {}};
    }
    return std::nullopt;
}

std::optional<Cloned> in_files(Pass const& pass, model::Command const& command,
                               model::PackageCommand const& install) {
    for (auto const* argument : install.requirement_files) {
        auto const file = model::requirement_file(pass.build(), *pass.stage(), command, *argument);
        if (file.state != model::RequirementFile::State::found) continue;
        auto const* requirements = pass.context()->requirements(file.context_path);
        auto const* source = pass.context()->read(file.context_path);
        if (requirements == nullptr || source == nullptr) continue;
        for (auto const& entry : requirements->requirements) {
            auto const line = source->bytes().substr(entry.span.begin, entry.span.size());
            if (!entry.has_marker && is_cloned(line))
                return Cloned{std::string(line), {source, entry.span}, {}};
        }
    }
    return std::nullopt;
}

/// The path in the context of a file that a mount of the RUN puts there, or empty.
std::string bound_file(Pass const& pass, model::Command const& command, std::string_view name) {
    auto const* const run = ast::get_if<ast::Run>(&command.instruction->node);
    if (run == nullptr) return {};
    for (auto const& mount : run->mounts) {
        auto const* const source = mount.find("source", "src");
        auto const* const target = mount.find("target", "dst", "destination");
        if (source == nullptr || target == nullptr) continue;
        if (base_name(target->value.text()) != name) continue;
        auto const path = model::context_path(source->value.text());
        return pass.context()->look(path) == context::Presence::file ? path : std::string();
    }
    return {};
}

/// The path in the context of a file beside the command, or empty.
std::string path_beside(Pass const& pass, model::Command const& command, std::string_view name) {
    auto path = bound_file(pass, command, name);
    if (path.empty()) model::manifest_beside(pass.build(), *pass.stage(), command, name, &path);
    return path;
}

Source const* lock_beside(Pass const& pass, model::Command const& command, std::string_view name) {
    auto const path = path_beside(pass, command, name);
    return path.empty() ? nullptr : pass.context()->read(path);
}

/// A package of uv.lock that is cloned, and that the project itself wants in any case.
std::optional<Cloned> in_uv_lock(Pass const& pass, model::Command const& command,
                                 model::PackageCommand const& install, Place place) {
    bool const is_whole = command.argument(1) == "sync" && !install.has_option("--only-group")
                          && !install.has_option("--only-dev")
                          && !install.has_option("--no-install-package")
                          && model::project_part(command, install) != model::ProjectPart::unknown;
    if (!is_whole) return std::nullopt;
    auto const project = path_beside(pass, command, "pyproject.toml");
    auto const* manifest = project.empty() ? nullptr : pass.context()->manifest(project);
    auto const* lock = lock_beside(pass, command, "uv.lock");
    if (manifest == nullptr || lock == nullptr) return std::nullopt;
    auto const text = lock->bytes();
    for (auto const& entry : manifest->dependencies) {
        if (entry.is_development) continue;
        auto const head = "\nname = \"" + context::normalised_package_name(entry.name) + "\"\n";
        auto const at = text.find(head);
        if (at == text.npos) continue;
        auto const package = text.substr(at, text.find("\n[[package]]", at) - at);
        auto const source = package.find("\nsource = { git = ");
        if (source == package.npos) continue;
        auto const begin = static_cast<std::uint32_t>(at + source + 1);
        auto const end = static_cast<std::uint32_t>(std::min(text.find('\n', begin), text.size()));
        return Cloned{entry.name, place, Place{lock, {begin, end}}};
    }
    return std::nullopt;
}

/// True for servers whose archives npm takes in place of a clone.
bool has_archives(std::string_view url) {
    static constexpr std::string_view hosts[] = {"github.com", "gitlab.com", "bitbucket.org",
                                                 "gist.", "git.sr.ht"};
    return std::ranges::any_of(hosts, [&](auto host) { return url.find(host) != url.npos; });
}

/// The first word of a lock file of Node.js that means a clone, in an entry that is always wanted.
std::optional<Cloned> in_node_lock(Pass const& pass, model::Command const& command,
                                   std::string_view name, std::string_view mark, Place place) {
    auto const* lock = lock_beside(pass, command, name);
    if (lock == nullptr) return std::nullopt;
    auto const text = lock->bytes();
    bool const is_npm = name.ends_with(".json");
    for (auto at = text.find(mark); at != text.npos; at = text.find(mark, at + 1)) {
        auto const begin = at + mark.size() - 4;
        auto const end = std::min(text.find('"', begin), text.size());
        auto const url = text.substr(begin, end - begin);
        if (is_npm && has_archives(url)) continue;
        auto const rest = text.substr(end, std::min(text.find('}', end), text.size()) - end);
        bool const is_optional =
            is_npm
            && (rest.find("\"dev") != rest.npos || rest.find("\"optional\"") != rest.npos
                || rest.find("\"peer\"") != rest.npos);
        if (is_optional) continue;
        Span const span{static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
        return Cloned{std::string(url), place, Place{lock, span}};
    }
    return std::nullopt;
}

/// Yarn asks NODE_ENV whether it is to install what is for development.
bool may_leave_out_development(Pass const& pass, model::Command const& command) {
    auto const variable = pass.build().variable(*command.instruction, "NODE_ENV");
    return variable.state != dockerfile::Variable::State::unset || !command.assignments.empty();
}

/// A program may come by a mount from another stage or image.
bool mounts_from_elsewhere(ast::Instruction const& instruction) {
    auto const* const run = ast::get_if<ast::Run>(&instruction.node);
    return run == nullptr || std::ranges::any_of(run->mounts, [](ast::Mount const& mount) {
               return mount.find("from") != nullptr;
           });
}

std::optional<Cloned> cloned_by(Pass const& pass, model::Command const& command,
                                model::PackageCommand const& install) {
    auto const at = install.verb_argument != nullptr
                        ? join(command.arguments.front().span, install.verb_argument->span)
                        : command.arguments.front().span;
    Place const place{&pass.build().source(), at};
    switch (install.manager) {
        case Manager::pip:
        case Manager::uv: {
            auto found = in_words(pass, command);
            if (found || pass.context() == nullptr) return found;
            found = in_files(pass, command, install);
            if (found || install.manager == Manager::pip) return found;
            return in_uv_lock(pass, command, install, place);
        }
        case Manager::npm:
            if (pass.context() == nullptr || !install.installs_manifests) return std::nullopt;
            return in_node_lock(pass, command, "package-lock.json", "\"resolved\": \"git+", place);
        case Manager::yarn:
            if (pass.context() == nullptr || !install.installs_manifests
                || install.has_option("--production") || install.has_option("--prod")
                || may_leave_out_development(pass, command))
                return std::nullopt;
            return in_node_lock(pass, command, "yarn.lock", "\n  resolved \"git+", place);
        case Manager::pipx:
            return in_words(pass, command);
        default:
            return std::nullopt;
    }
}

void check(model::Command const& command, Pass& pass) {
    if (command.use != model::Use::run || pass.stage() == nullptr || pass.is_trigger()) return;
    // Without a context the words of the command say it all.
    if (pass.context() == nullptr && !pass.build().may_hold(TrigramWord("git+"))) return;
    auto const& stage = *pass.stage();
    auto const& install = model::package_command(command, pass.build().arena());
    bool const is_sync = install.manager == Manager::uv && command.argument(1) == "sync";
    if (stage.is_windows || (install.verb != model::Verb::install && !is_sync)) return;
    if (!model::fails_the_build(stage, command) || mounts_from_elsewhere(*command.instruction))
        return;
    auto const& root = stage.root();
    if (root.known_image == nullptr
        || knowledge::image_brings(*root.known_image, model::tag_of(root.image), "git")
               != knowledge::Brings::no) {
        return;
    }
    auto const cloned = cloned_by(pass, command, install);
    if (!cloned
        || model::find_program(pass.build(), stage, "git", &command) != knowledge::Brings::no) {
        return;
    }
    auto const image = model::shown_name(root);
    auto const instead = archive_of(cloned->shown);
    auto finding = instead.empty()
                       ? pass.report(cloned->place, absent, cloned->shown, image)
                       : pass.report(cloned->place, archive, cloned->shown, image, instead);
    if (cloned->place.source != &pass.build().source())
        finding.related(command.span, "installed here");
    if (cloned->listed.source != nullptr) finding.related(cloned->listed, "listed here");
}

}  // namespace

constinit Check const rule =
    on<check>().for_managers(Manager::pip, Manager::uv, Manager::pipx, Manager::npm, Manager::yarn);

}  // namespace dockcheck::rules::git_dependency_without_git
