// From the .dll of a start command back to the step that has published its folder, and the project.
#include "analyzer/model/dotnet_publish.hpp"

#include <algorithm>
#include <optional>
#include <set>
#include <span>
#include <string_view>
#include <vector>

#include "analyzer/context/dotnet_project.hpp"
#include "analyzer/model/directories.hpp"
#include "analyzer/model/earlier_files.hpp"
#include "analyzer/model/file_changes.hpp"
#include "analyzer/model/paths.hpp"
#include "analyzer/model/placed_file.hpp"
#include "analyzer/model/word_list.hpp"
#include "analyzer/text/base_name.hpp"

namespace dockcheck::model {
namespace {

constexpr int most_stages = 8;
constexpr std::size_t most_projects = 100;
constexpr std::size_t most_files = 20'000;

struct PathInStage {
    Stage const* stage = nullptr;  ///< nullptr: not known
    std::string path;
};

bool is_publish(Command const& command) {
    return command.program == "dotnet" && command.argument(1) == "publish";
}

/// Commands of .NET that write into folders of their own, unless -o names another.
bool is_other_dotnet(Command const& command) {
    static constexpr WordList verbs =
        " --info --list-sdks --version build clean dev-certs nuget restore test tool workload ";
    return command.program == "dotnet" && verbs.holds(command.argument(1));
}

/// A RUN of the stage that may bring files from elsewhere into a folder.
bool may_bring(Build const& build, Command const& command, std::string_view folder,
               std::string_view name) {
    if (command.use != Use::run || is_publish(command)) return false;
    auto const last = base_name(folder);
    bool const speaks = std::ranges::any_of(command.arguments, [&](Argument const& word) {
        auto const text = word.raw.text();
        return !word.value.is_known() || text.find(name) != text.npos
               || (!last.empty() && text.find(last) != text.npos) || text.find(".dll") != text.npos;
    });
    static constexpr WordList movers = " . bash cp install ln mv rsync sh source tar unzip ";
    if (writes_no_project_files(command, build.arena())) return command.program == ".";
    return movers.holds(command.program) || speaks || !is_other_dotnet(command);
}

/// True where a COPY or ADD of the context may put a file at a path that its target covers.
bool may_hold(context::Context const& context, Transfer const& transfer, std::string_view path) {
    auto const target = target_of(transfer);
    auto const rest = std::string(path.substr(std::min(target.size(), path.size())));
    return std::ranges::any_of(transfer.sources, [&](Transfer::Source const& source) {
        auto const text = source.value.known();
        if (!text || source.is_remote || transfer.is_add) return true;
        if (source.written->is_inline) return false;
        auto const from = context_path(*text);
        if (source.has_wildcard) {
            return std::ranges::any_of(context.matches(from), [&](std::string const& match) {
                return base_name(match) == base_name(path)
                       || context.look(match) == context::Presence::directory;
            });
        }
        if (base_name(from) == base_name(path)) return true;
        return context.look(context_path(from + "/" + rest)) != context::Presence::missing;
    });
}

/// Where COPY --from took the path from, through as many stages as there are; a folder that a stage
/// fills by itself ends the way.
PathInStage origin_of(Build const& build, Stage const& stage, std::string path) {
    PathInStage place{&stage, std::move(path)};
    for (int i = 0; i < most_stages; ++i) {
        Transfer const* covering = nullptr;
        Stage const* from = nullptr;
        for (auto const* part = place.stage; part != nullptr; part = part->parent) {
            if (!part->triggered.instructions.empty()) return {};
            for (auto const& transfer : part->transfers) {
                auto const target = target_of(transfer);
                if (target.empty()) return {};
                if (place.path != target && !lies_below(place.path, target)) continue;
                if (transfer.from == nullptr) {
                    if (may_hold(*build.context(), transfer, place.path)) return {};
                    continue;
                }
                // One is followed; another may have brought the same file.
                if (covering != nullptr || transfer.from->stage == nullptr
                    || transfer.sources.size() != 1) {
                    return {};
                }
                covering = &transfer;
                from = transfer.from->stage;
            }
        }
        if (covering == nullptr) return place;
        auto const& source = covering->sources.front();
        auto const text = source.value.known();
        if (!text || source.has_wildcard || covering->instruction->flag("parents") != nullptr
            || covering->instruction->flag("exclude") != nullptr) {
            return {};
        }
        auto const folder = base_name(place.path);
        for (auto const* part = place.stage; part != nullptr; part = part->parent) {
            for (auto const& command : part->commands) {
                if (may_bring(build, command, covering->target.text_or_empty(), folder)
                    || (command.use == Use::run && is_publish(command))) {
                    return {};
                }
            }
        }
        auto const target = target_of(*covering);
        auto const rest = place.path.substr(std::min(target.size(), place.path.size()));
        if (rest.empty()) return {};
        place = {from, clean_path("/" + std::string(*text) + "/" + rest)};
    }
    return {};
}

/// What `dotnet publish` is told.
struct Publish {
    std::optional<std::string> output;  ///< absolute
    std::string project;                ///< absolute: a file or a folder
};

std::optional<Publish> read_publish(Build const& build, Stage const& stage,
                                    Command const& command) {
    static constexpr WordList with_value =
        " -a --arch -c --configuration -f --framework --manifest -o --os --output -r --runtime "
        "-v --verbosity --version-suffix ";
    static constexpr WordList with_choice = " --self-contained --sc ";
    static constexpr WordList without_value =
        " --force --no-build --no-dependencies --no-restore --nologo --no-self-contained "
        "--use-current-runtime --ucr ";
    auto const folder = directory_of(build, stage, command).known();
    if (!folder || command.is_conditional) return std::nullopt;
    Publish publish;
    publish.project = clean_path(*folder);
    bool has_project = false;
    for (std::size_t i = 2; i < command.arguments.size(); ++i) {
        auto const& word = command.arguments[i];
        auto const text = word.value.known() ? *word.value.known() : word.value.known_prefix();
        static constexpr std::string_view doubts[] = {
            "AssemblyName",      "TargetName",     "PublishDir",
            "PublishSingleFile", "PublishAot",     "PublishTrimmed",
            "OutputPath",        "PublishProfile", "OutDir"};
        auto const raw = word.raw.text();
        for (auto const doubt : doubts) {
            if (raw.find(doubt) != raw.npos) return std::nullopt;
        }
        if (text.starts_with("-p:") || text.starts_with("/p:") || text.starts_with("--property:")
            || text.starts_with("-property:") || text.starts_with("-v:")
            || text.starts_with("/v:")) {
            continue;
        }
        auto const sign = text.find_first_of("=:");
        auto const name = text.substr(0, text.starts_with('-') ? sign : text.npos);
        if (without_value.holds(name)) continue;
        if (with_choice.holds(name)) {
            auto const next = command.argument(i + 1);
            if (sign == text.npos && (next == "true" || next == "false")) ++i;
            continue;
        }
        if (with_value.holds(name)) {
            bool const is_next = sign == text.npos;
            if (is_next && ++i == command.arguments.size()) return std::nullopt;
            if (name != "-o" && name != "--output") continue;
            auto const value =
                is_next ? command.arguments[i].value.known() : std::optional(text.substr(sign + 1));
            if (!value || value->empty() || !word.value.is_known()) return std::nullopt;
            publish.output = clean_path(value->starts_with('/')
                                            ? std::string(*value)
                                            : std::string(*folder) + "/" + std::string(*value));
            continue;
        }
        if (!word.value.is_known() || text.empty() || text.starts_with('-') || has_project)
            return std::nullopt;
        has_project = true;
        publish.project =
            clean_path(text.starts_with('/') ? std::string(text)
                                             : std::string(*folder) + "/" + std::string(text));
    }
    return publish;
}

/// The file of the context that is the project of a folder or a file of the image.
std::optional<std::string> project_file(Build const& build, Stage const& stage,
                                        std::string const& project) {
    if (context::is_dotnet_project(project)) return placed_file(build, stage, project);
    std::optional<std::string> found;
    for (auto const& file : build.context()->all_files(most_files)) {
        auto const name = base_name(file);
        bool const is_solution = name.ends_with(".sln") || name.ends_with(".slnx");
        if (!context::is_dotnet_project(name) && !is_solution) continue;
        if (placed_file(build, stage, project + "/" + std::string(name)) != file) continue;
        // With two of them MSBuild does not know which.
        if (is_solution || found) return std::nullopt;
        found = file;
    }
    return found;
}

std::string folder_of(std::string_view file) {
    auto const slash = file.rfind('/');
    return std::string(file.substr(0, slash == file.npos ? 0 : slash + 1));
}

/// The name without its ending: that of the assembly, where nothing else is said.
std::string stem_of(std::string_view file) {
    auto const name = base_name(file);
    return std::string(name.substr(0, name.rfind('.')));
}

/// A file that all projects of a folder take in, and that says more than versions.
bool may_be_named_above(context::Context const& context, std::string folder) {
    static constexpr std::string_view names[] = {"Directory.Build.props",
                                                 "Directory.Build.targets"};
    while (true) {
        for (auto const name : names) {
            auto const path = folder + std::string(name);
            if (context.look(path) == context::Presence::missing) continue;
            auto const* source = context.read(path);
            if (source == nullptr) return true;
            static constexpr std::string_view doubts[] = {
                "AssemblyName", "TargetName", "PublishSingleFile", "PublishAot", "<Import"};
            for (auto const doubt : doubts) {
                if (source->bytes().find(doubt) != std::string_view::npos) return true;
            }
        }
        if (folder.empty()) return false;
        folder.pop_back();
        folder = folder_of(folder);
    }
}

/// The name of what a project is built to; nothing where that is not certain, or where it or one
/// of those that it refers to may bring the assembly `wanted`.
std::optional<std::string> assembly_without(context::Context const& context,
                                            std::string const& first, std::string_view wanted) {
    std::optional<std::string> name;
    std::vector<std::string> open{first};
    std::set<std::string> seen{first};
    while (!open.empty()) {
        auto const file = std::move(open.back());
        open.pop_back();
        auto const* source = context.read(file);
        if (source == nullptr || seen.size() > most_projects) return std::nullopt;
        auto const text = source->bytes();
        auto const project = context::read_dotnet_project(text);
        if (!project.is_certain || may_be_named_above(context, folder_of(file)))
            return std::nullopt;
        auto assembly = project.assembly.empty() ? stem_of(file) : project.assembly;
        // A package, a file or another project of that name.
        if (assembly == wanted || text.find("\"" + std::string(wanted)) != text.npos
            || text.find(std::string(wanted) + ".dll") != text.npos) {
            return std::nullopt;
        }
        if (!name) name = std::move(assembly);
        for (auto const& reference : project.references) {
            auto path = context_path(folder_of(file) + reference);
            if (seen.insert(path).second) open.push_back(std::move(path));
        }
    }
    return name;
}

}  // namespace

MissingAssembly missing_assembly(Build const& build, Stage const& stage, Command const& command) {
    constexpr std::string_view ending = ".dll";
    if (build.context() == nullptr || command.program != "dotnet") return {};
    std::size_t const at = command.argument(1) == "exec" ? 2 : 1;
    auto const named = command.argument(at);
    if (!named.ends_with(ending) || named.size() == ending.size()) return {};
    auto const path = path_of(build, stage, command, command.arguments[at].value).known();
    if (!path) return {};
    auto const origin = origin_of(build, stage, clean_path(*path));
    if (origin.stage == nullptr || origin.stage->is_windows) return {};
    auto const folder = origin.path.substr(0, origin.path.rfind('/'));
    auto const name = base_name(origin.path);
    MissingAssembly missing;
    std::string project;
    for (auto const* part = origin.stage; part != nullptr; part = part->parent) {
        for (auto const& other : part->commands) {
            if (may_bring(build, other, folder, name)) return {};
            if (other.use != Use::run || !is_publish(other)) continue;
            auto const publish = read_publish(build, *part, other);
            if (!publish) return {};
            auto const folder_of_project = context::is_dotnet_project(publish->project)
                                               ? folder_of(publish->project)
                                               : publish->project + "/";
            bool const is_here = publish->output ? *publish->output == folder
                                                 : folder.starts_with(folder_of_project + "bin/")
                                                       && folder.ends_with("/publish");
            if (!is_here) continue;
            if (missing.publish != nullptr) return {};
            auto const file = project_file(build, *origin.stage, publish->project);
            if (!file) return {};
            missing.publish = &other;
            missing.project = *file;
        }
    }
    if (missing.publish == nullptr) return {};
    auto const wanted = name.substr(0, name.size() - ending.size());
    auto const made = assembly_without(*build.context(), missing.project, wanted);
    if (!made) return {};
    missing.word = &command.arguments[at];
    missing.path = *path;
    missing.made = *made + std::string(ending);
    return missing;
}

}  // namespace dockcheck::model
