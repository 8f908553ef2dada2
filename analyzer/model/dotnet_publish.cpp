// From the .dll of a start command back to the step that has published its folder, and the project.
#include "analyzer/model/dotnet_publish.hpp"

#include <algorithm>
#include <charconv>
#include <optional>
#include <set>
#include <span>
#include <string_view>
#include <vector>

#include "analyzer/context/dotnet_project.hpp"
#include "analyzer/context/paths.hpp"
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
    if (command.program == ".") return true;
    if (writes_no_project_files(command, build.arena())) return false;
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

/// The COPY --from that brings a path to a stage; nothing where another may bring it as well.
struct Covering {
    bool is_certain = true;
    Transfer const* transfer = nullptr;  ///< nullptr: none does
};

Covering covering(Build const& build, Stage const& stage, std::string const& path) {
    Covering found;
    for (auto const* part = &stage; part != nullptr; part = part->parent) {
        if (!part->triggered.instructions.empty()) return {false};
        for (auto const& transfer : part->transfers) {
            auto const target = target_of(transfer);
            if (target.empty()) return {false};
            if (path != target && !lies_below(path, target)) continue;
            if (transfer.from == nullptr) {
                if (may_hold(*build.context(), transfer, path)) return {false};
                continue;
            }
            bool const is_followed =
                transfer.from->stage != nullptr && transfer.sources.size() == 1;
            if (found.transfer != nullptr || !is_followed) return {false};
            found.transfer = &transfer;
        }
    }
    return found;
}

/// True when a RUN of the stage may have put files into a folder itself.
bool may_fill(Build const& build, Stage const& stage, std::string_view folder,
              std::string_view name) {
    for (auto const* part = &stage; part != nullptr; part = part->parent) {
        bool const may = std::ranges::any_of(part->commands, [&](Command const& command) {
            return may_bring(build, command, folder, name)
                   || (command.use == Use::run && is_publish(command));
        });
        if (may) return true;
    }
    return false;
}

/// Where COPY --from took the path from, through as many stages as there are; a folder that a stage
/// fills by itself ends the way.
PathInStage origin_of(Build const& build, Stage const& stage, std::string path) {
    PathInStage place{&stage, std::move(path)};
    for (int i = 0; i < most_stages; ++i) {
        auto const found = covering(build, *place.stage, place.path);
        if (!found.is_certain) return {};
        if (found.transfer == nullptr) return place;
        auto const& transfer = *found.transfer;
        auto const& source = transfer.sources.front();
        auto const text = source.value.known();
        bool const is_plain = text && !source.has_wildcard
                              && transfer.instruction->flag("parents") == nullptr
                              && transfer.instruction->flag("exclude") == nullptr;
        auto const target = target_of(transfer);
        auto const rest = place.path.substr(std::min(target.size(), place.path.size()));
        if (!is_plain || rest.empty()) return {};
        if (may_fill(build, *place.stage, transfer.target.text_or_empty(), base_name(place.path)))
            return {};
        place = {transfer.from->stage, clean_path("/" + std::string(*text) + "/" + rest)};
    }
    return {};
}

/// What `dotnet publish` is told.
struct Publish {
    std::optional<std::string> output;  ///< absolute
    std::string project;                ///< absolute: a file or a folder
};

/// True for a word that may give what is published another name or place.
bool is_doubtful(std::string_view word) {
    static constexpr std::string_view doubts[] = {
        "AssemblyName",      "TargetName",     "PublishDir",
        "PublishSingleFile", "PublishAot",     "PublishTrimmed",
        "OutputPath",        "PublishProfile", "OutDir"};
    return std::ranges::any_of(
        doubts, [&](std::string_view doubt) { return word.find(doubt) != word.npos; });
}

bool is_property(std::string_view word) {
    static constexpr std::string_view fronts[] = {
        "-p:", "/p:", "--property:", "-property:", "-v:", "/v:"};
    return std::ranges::any_of(fronts,
                               [&](std::string_view front) { return word.starts_with(front); });
}

/// Reads the words behind `dotnet publish`.
class PublishReader {
 public:
    PublishReader(Command const& command, std::string folder)
        : command_(command), folder_(std::move(folder)) {
        publish_.project = clean_path(folder_);
    }

    std::optional<Publish> read() {
        while (at_ < command_.arguments.size()) {
            if (!read_word(command_.arguments[at_++])) return std::nullopt;
        }
        return publish_;
    }

 private:
    /// False where it is not certain what it says.
    bool read_word(Argument const& word) {
        static constexpr WordList with_value =
            " -a --arch -c --configuration -f --framework --manifest -o --os --output -r --runtime "
            "-v --verbosity --version-suffix ";
        static constexpr WordList with_choice = " --self-contained --sc ";
        static constexpr WordList without_value =
            " --force --no-build --no-dependencies --no-restore --nologo --no-self-contained "
            "--use-current-runtime --ucr ";
        auto const text = word.value.known() ? *word.value.known() : word.value.known_prefix();
        if (is_doubtful(word.raw.text())) return false;
        if (is_property(text)) return true;
        auto const sign = text.starts_with('-') ? text.find_first_of("=:") : text.npos;
        auto const name = text.substr(0, sign);
        if (without_value.holds(name)) return true;
        if (with_choice.holds(name)) {
            auto const next = command_.argument(at_);
            if (sign == text.npos && (next == "true" || next == "false")) ++at_;
            return true;
        }
        if (with_value.holds(name)) return read_value(word, text, sign);
        return read_project(word, text);
    }

    /// The value of an option: behind its sign, or the next word.
    bool read_value(Argument const& word, std::string_view text, std::size_t sign) {
        auto const name = text.substr(0, sign);
        bool const is_next = sign == text.npos;
        if (is_next && at_ == command_.arguments.size()) return false;
        auto const value = is_next ? command_.arguments[at_++].value.known()
                                   : std::optional(text.substr(sign + 1));
        if (name != "-o" && name != "--output") return true;
        if (!value || value->empty() || !word.value.is_known()) return false;
        publish_.output = absolute(*value);
        return true;
    }

    bool read_project(Argument const& word, std::string_view text) {
        bool const is_name = word.value.is_known() && !text.empty() && !text.starts_with('-');
        if (!is_name || std::exchange(has_project_, true)) return false;
        publish_.project = absolute(text);
        return true;
    }

    [[nodiscard]] std::string absolute(std::string_view path) const {
        return clean_path(path.starts_with('/') ? std::string(path)
                                                : folder_ + "/" + std::string(path));
    }

    Command const& command_;
    std::string folder_;
    std::size_t at_ = 2;
    bool has_project_ = false;
    Publish publish_;
};

std::optional<Publish> read_publish(Build const& build, Stage const& stage,
                                    Command const& command) {
    auto const folder = directory_of(build, stage, command).known();
    if (!folder || command.is_conditional) return std::nullopt;
    return PublishReader(command, std::string(*folder)).read();
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

/// The name without its ending: that of the assembly, where nothing else is said.
std::string stem_of(std::string_view file) {
    auto const name = base_name(file);
    return std::string(name.substr(0, name.rfind('.')));
}

/// A file that a project takes in and that cannot be read, or says more than versions.
bool may_name_output(context::Context const& context, std::string const& path) {
    if (context.look(path) == context::Presence::missing) return false;
    auto const* source = context.read(path);
    return source == nullptr || context::may_place_output(source->bytes())
           || source->bytes().find("AssemblyName") != std::string_view::npos;
}

/// A file that all projects of a folder take in, and that says more than versions.
bool may_be_named_above(context::Context const& context, std::string folder) {
    static constexpr std::string_view names[] = {"Directory.Build.props",
                                                 "Directory.Build.targets"};
    while (true) {
        // Options of every dotnet command below.
        if (context.look(folder + "Directory.Build.rsp") != context::Presence::missing) return true;
        for (auto const name : names) {
            if (may_name_output(context, folder + std::string(name))) return true;
        }
        if (folder.empty()) return false;
        folder.pop_back();
        folder = std::string(context::start_of_folder(folder));
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
        // MSBuild takes in what a developer's own file says.
        bool const has_own = may_name_output(context, file + ".user");
        if (!project.is_certain || has_own
            || may_be_named_above(context, std::string(context::start_of_folder(file))))
            return std::nullopt;
        auto assembly = project.assembly.empty() ? stem_of(file) : project.assembly;
        // A package, a file or another project of that name.
        if (assembly == wanted || text.find("\"" + std::string(wanted)) != text.npos
            || text.find(std::string(wanted) + ".dll") != text.npos) {
            return std::nullopt;
        }
        if (!name) name = std::move(assembly);
        for (auto const& reference : project.references) {
            auto path = context_path(std::string(context::start_of_folder(file)) + reference);
            if (seen.insert(path).second) open.push_back(std::move(path));
        }
    }
    return name;
}

}  // namespace

PublishedAssembly published_assembly(Build const& build, Stage const& stage,
                                     Command const& command) {
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
    PublishedAssembly published;
    published.name = base_name(origin.path);
    published.path = *path;
    published.at = at;
    // MSBuild takes variables for properties: `ENV AssemblyName=shop`.
    auto const names_output = [](EnvironmentEntry const& entry) { return is_doubtful(entry.name); };
    if (std::ranges::any_of(origin.stage->config.environment, names_output)) return {};
    for (auto const* part = origin.stage; part != nullptr; part = part->parent) {
        for (auto const& other : part->commands) {
            if (may_bring(build, other, folder, published.name)) return {};
            if (other.use != Use::run || !is_publish(other)) continue;
            auto const publish = read_publish(build, *part, other);
            if (!publish) return {};
            auto const folder_of_project =
                context::is_dotnet_project(publish->project)
                    ? std::string(context::start_of_folder(publish->project))
                    : publish->project + "/";
            bool const is_here = publish->output ? *publish->output == folder
                                                 : folder.starts_with(folder_of_project + "bin/")
                                                       && folder.ends_with("/publish");
            if (!is_here) continue;
            if (published.publish != nullptr) return {};
            auto const file = project_file(build, *origin.stage, publish->project);
            if (!file) return {};
            published.publish = &other;
            published.project = *file;
        }
    }
    return published;
}

MissingAssembly missing_assembly(Build const& build, Stage const& stage, Command const& command) {
    constexpr std::string_view ending = ".dll";
    auto published = published_assembly(build, stage, command);
    if (published.publish == nullptr) return {};
    std::string_view const name = published.name;
    auto const wanted = name.substr(0, name.size() - ending.size());
    auto const made = assembly_without(*build.context(), published.project, wanted);
    if (!made) return {};
    MissingAssembly missing;
    missing.word = &command.arguments[published.at];
    missing.publish = published.publish;
    missing.path = std::move(published.path);
    missing.project = std::move(published.project);
    missing.made = *made + std::string(ending);
    return missing;
}

std::optional<std::string> dotnet_project_of(Build const& build, Stage const& stage,
                                             Command const& command) {
    static constexpr WordList verbs = " build publish restore ";
    if (build.context() == nullptr || command.program != "dotnet"
        || !verbs.holds(command.argument(1)))
        return std::nullopt;
    for (auto const& word : command.arguments) {
        auto const text = word.value.text_or_empty();
        if (text == "-f" || text.starts_with("--framework") || text.find("Target") != text.npos)
            return std::nullopt;
    }
    auto const publish = read_publish(build, stage, command);
    return publish ? project_file(build, stage, publish->project) : std::nullopt;
}

}  // namespace dockcheck::model
