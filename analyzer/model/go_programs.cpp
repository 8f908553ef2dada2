// Reading the words of `go build`, and the name that it takes from the module's path or a folder.
#include "analyzer/model/go_programs.hpp"

#include <algorithm>
#include <optional>
#include <vector>

#include "analyzer/model/directories.hpp"
#include "analyzer/model/paths.hpp"
#include "analyzer/model/word_list.hpp"
#include "analyzer/text/base_name.hpp"

namespace dockcheck::model {
namespace {

/// Folders above a package that are looked at for its go.mod.
constexpr int most_folders = 8;

struct BuildWords {
    std::optional<std::string_view> output;  ///< behind -o
    std::vector<std::string_view> packages;
};

/// Options that change where things go, or whether.
constexpr WordList odd_options = " C buildmode i modfile n overlay toolexec ";
constexpr WordList with_value =
    " asmflags compiler covermode coverpkg gccgoflags gcflags installsuffix ldflags mod o "
    "p "
    "pgo pkgdir tags ";
constexpr WordList without_value =
    " a asan buildvcs cover json linkshared modcacherw msan race trimpath v work x ";

/// The words behind `go build`; nothing where one of them is not understood.
std::optional<BuildWords> read_words(Command const& command) {
    BuildWords words;
    for (std::size_t i = 2; i < command.arguments.size(); ++i) {
        auto const& word = command.arguments[i];
        auto text = word.value.known() ? *word.value.known() : word.value.known_prefix();
        if (!text.starts_with('-')) {
            if (!word.value.is_known() || text.empty()) return std::nullopt;
            words.packages.push_back(text);
            continue;
        }
        // The options end where the packages begin.
        if (!words.packages.empty()) return std::nullopt;
        text.remove_prefix(text.starts_with("--") ? 2 : 1);
        auto const sign = text.find('=');
        auto const name = text.substr(0, sign);
        if (sign == text.npos && !word.value.is_known()) return std::nullopt;
        if (odd_options.holds(name)) return std::nullopt;
        if (without_value.holds(name)) continue;
        if (!with_value.holds(name)) return std::nullopt;
        if (sign == text.npos && ++i == command.arguments.size()) return std::nullopt;
        auto const& value = command.arguments[i];
        if (sign == text.npos && !value.value.is_known() && !value.quoted) return std::nullopt;
        if (name != "o") continue;
        if (!value.value.is_known()) return std::nullopt;
        words.output = sign == text.npos ? *value.value.known() : text.substr(sign + 1);
        if (words.output->empty()) return std::nullopt;
    }
    return words;
}

/// v2, v3 and so on, which a path of a module ends with and its program does not.
bool is_version(std::string_view element) {
    return element.size() > 1 && element.front() == 'v' && element[1] != '0' && element != "v1"
           && element.find_first_not_of("0123456789", 1) == element.npos;
}

std::string_view program_of(std::string_view import_path) {
    auto const last = base_name(import_path);
    if (!is_version(last) || last.size() == import_path.size()) return last;
    return base_name(import_path.substr(0, import_path.size() - last.size() - 1));
}

/// True where GOFLAGS is given a value that names another place, or one that nobody knows.
bool flags_may_move(Build const& build) {
    constexpr std::string_view name = "GOFLAGS";
    if (!build.may_hold(name)) return false;
    auto const text = build.source().bytes();
    for (auto at = text.find(name); at != text.npos; at = text.find(name, at + 1)) {
        auto value = text.substr(at + name.size());
        if (value.empty() || (value.front() != '=' && value.front() != ' ')) return true;
        value.remove_prefix(1);
        bool const is_quoted = !value.empty() && (value.front() == '"' || value.front() == '\'');
        auto const end = is_quoted ? value.find(value.front(), 1) : value.find_first_of(" \t\r\n");
        value = value.substr(0, end);
        for (std::string_view const part :
             {"$", "-o", "-C", "-n", "-buildmode", "-modfile", "-overlay"}) {
            if (value.find(part) != value.npos) return true;
        }
    }
    return false;
}

/// True where the environment may change what `go build` does.
bool may_be_told_otherwise(Build const& build) {
    return flags_may_move(build) || build.may_hold(std::string_view("GO111MODULE=off"))
           || build.may_hold(std::string_view("GO111MODULE off"))
           || build.may_hold(std::string_view("GO111MODULE=auto"))
           || (build.may_hold(std::string_view("GOOS"))
               && build.may_hold(std::string_view("windows")));
}

GoOutput of_folder(std::string_view folder, std::string_view package, GoModuleAt module_at) {
    std::string const beside(folder);
    std::string above(package);
    for (int i = 0; i < most_folders; ++i) {
        auto const slash = above == "/" ? "" : "/";
        auto const found = module_at(above + slash + "go.mod");
        if (found.kind == GoModule::Kind::unknown) break;
        if (found.kind == GoModule::Kind::known) {
            if (found.path.empty()) break;
            auto const below =
                package.size() > above.size() ? package.substr(above.size()) : std::string_view();
            auto const import_path = std::string(found.path) + std::string(below);
            auto const name = std::string(program_of(import_path));
            GoOutput output{GoOutput::Kind::program, clean_path(beside + "/" + name), {}, true};
            auto const root = found.file.substr(0, found.file.rfind('/') + 1);
            output.package = context_path(root + std::string(below));
            return output;
        }
        if (above.size() < 2) break;
        above.resize(std::max<std::size_t>(above.rfind('/'), 1));
    }
    return {GoOutput::Kind::beside, beside, {}, false};
}

GoOutput of_packages(std::string_view folder, std::vector<std::string_view> const& packages,
                     GoModuleAt module_at) {
    auto const in_folder = [&](std::string_view name) {
        return GoOutput{GoOutput::Kind::program,
                        clean_path(std::string(folder) + "/" + std::string(name)),
                        {},
                        false};
    };
    if (packages.empty()) return of_folder(folder, folder, module_at);
    auto const first = packages.front();
    if (first.find_first_of("*?[{") != first.npos || first.find("...") != first.npos)
        return {GoOutput::Kind::beside, std::string(folder), {}, false};
    if (first.ends_with(".go")) {
        auto const name = base_name(first);
        return in_folder(name.substr(0, name.size() - 3));
    }
    if (packages.size() > 1) return {GoOutput::Kind::nothing, {}, {}, false};
    if (first.starts_with('/')) return of_folder(folder, clean_path(first), module_at);
    if (first.starts_with('.')) {
        auto const package = clean_path(std::string(folder) + "/" + std::string(first));
        return of_folder(folder, package, module_at);
    }
    return in_folder(program_of(first));
}

bool is_at_or_around(std::string_view path, std::string_view other) {
    return path == other || lies_below(path, other) || lies_below(other, path);
}

bool build_leaves(GoOutput const& output, std::string_view path) {
    switch (output.kind) {
        case GoOutput::Kind::nothing:
            return true;
        case GoOutput::Kind::program:
            return path != output.path && !lies_below(output.path, path);
        case GoOutput::Kind::beside: {
            auto const folder = path.substr(0, path.rfind('/'));
            bool const is_module = path.ends_with("/go.mod") || path.ends_with("/go.sum");
            return is_module || (folder != output.path && !lies_below(output.path, path));
        }
        case GoOutput::Kind::below:
            return !is_at_or_around(path, output.path);
        case GoOutput::Kind::unknown:
            break;
    }
    return false;
}

/// The module of a stage's own go.mod, by the whole of what is known of the stage.
GoModule module_before(Build const& build, Command const& command, std::string_view path) {
    auto const landing = build.landing(command, path);
    if (landing.kind == Landing::Kind::absent) return {GoModule::Kind::absent, {}, {}};
    if (landing.kind != Landing::Kind::context_file) return {};
    auto const* manifest = build.context()->manifest(landing.context_path);
    if (manifest == nullptr) return {};
    return {GoModule::Kind::known, manifest->package_name, landing.context_path};
}

/// True for a folder whose files that take part in a build are all of package main.
bool is_program(context::Context const& context, std::string const& folder) {
    bool found = false;
    for (auto const& file : context.matches(folder.empty() ? "*.go" : folder + "/*.go")) {
        if (file.ends_with("_test.go")) continue;
        auto const* source = context.read(file);
        if (source == nullptr) return false;
        auto const text = source->bytes();
        if (text.find("//go:build") != text.npos || text.find("// +build") != text.npos) continue;
        if (!text.starts_with("package main") && text.find("\npackage main") == text.npos)
            return false;
        found = true;
    }
    return found;
}

}  // namespace

GoOutput go_output(Build const& build, Stage const& stage, Command const& command,
                   GoModuleAt module_at) {
    if (command.program != "go" || command.argument(1) != "build") return {};
    auto const words = read_words(command);
    auto const folder = directory_of(build, stage, command).known();
    if (!stage.go_is_told_otherwise) stage.go_is_told_otherwise = may_be_told_otherwise(build);
    if (!words || !folder || *stage.go_is_told_otherwise) return {};
    if (!words->output) return of_packages(clean_path(*folder), words->packages, module_at);
    auto const& out = *words->output;
    auto const path = out.starts_with('/')
                          ? clean_path(out)
                          : clean_path(std::string(*folder) + "/" + std::string(out));
    bool const has_several = std::ranges::any_of(words->packages, [](std::string_view package) {
        return package.find("...") != package.npos;
    });
    bool const is_folder = out.ends_with('/') || words->packages.size() > 1 || has_several;
    return {GoOutput::Kind::below, path, {}, false, is_folder};
}

bool go_leaves(Build const& build, Stage const& stage, Command const& command,
               std::string_view path, GoModuleAt module_at) {
    if (command.program != "go") return false;
    auto const verb = command.argument(1);
    // The cache of modules and the programs that are installed may lie in the project.
    bool const may_be_moved = build.may_hold(std::string_view("GOPATH"))
                              || build.may_hold(std::string_view("GOMODCACHE"))
                              || build.may_hold(std::string_view("GOBIN"));
    static constexpr std::string_view own_folders[] = {"/pkg", "/bin", "/mod"};
    bool const is_own =
        std::ranges::any_of(own_folders, [&](auto part) { return path.find(part) != path.npos; });
    if ((may_be_moved && is_own) || path.find("/vendor") != path.npos) return false;
    if (verb == "build") return build_leaves(go_output(build, stage, command, module_at), path);
    if (lies_below(path, "/go")) return false;
    if (verb == "install" || verb == "get") return !may_be_moved;
    if (verb == "mod") {
        static constexpr WordList known = " download graph tidy vendor verify why ";
        return known.holds(command.argument(2));
    }
    return verb == "env" || verb == "list" || verb == "version" || verb == "vet";
}

GoProgram go_program(Build const& build, Stage const& stage, std::string_view wanted) {
    auto const* context = build.context();
    // The wanted file is no program where its name has an ending.
    if (context == nullptr || base_name(wanted).find('.') != wanted.npos) return {};
    for (auto const* part = &stage; part != nullptr; part = part->parent) {
        for (auto i = part->commands.size(); i-- > 0;) {
            auto const& command = part->commands[i];
            if (command.use != Use::run || command.program != "go" || command.is_conditional)
                continue;
            auto output = go_output(build, *part, command, [&](std::string_view path) {
                return module_before(build, command, path);
            });
            bool const is_known = output.kind == GoOutput::Kind::program
                                  && (!output.has_package || is_program(*context, output.package));
            if (is_known) return {&command, std::move(output.path)};
            if (output.kind != GoOutput::Kind::below) continue;
            // Where a folder is there, the program goes into it.
            auto const folder = directory_of(build, *part, command).known();
            bool const is_folder = output.is_folder || base_name(output.path).find('.') == 0
                                   || (folder && is_at_or_around(*folder, output.path)
                                       && !lies_below(output.path, *folder));
            if (is_folder) continue;
            auto const there = build.landing(command, output.path);
            auto const presence = there.kind == Landing::Kind::context_file
                                      ? context->look(there.context_path)
                                      : context::Presence::missing;
            if (presence != context::Presence::directory) return {&command, std::move(output.path)};
        }
    }
    return {};
}

}  // namespace dockcheck::model
