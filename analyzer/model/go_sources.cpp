// Following the imports of Go inside of a module ("The Go Programming Language Specification",
// import declarations; cmd/go, "go help packages" and "go help buildconstraint").
#include "analyzer/model/go_sources.hpp"

#include <algorithm>
#include <charconv>
#include <set>

#include "analyzer/model/base_image.hpp"
#include "analyzer/model/directories.hpp"
#include "analyzer/model/late_files.hpp"
#include "analyzer/model/manifest_beside.hpp"
#include "analyzer/model/package_settings.hpp"
#include "analyzer/model/paths.hpp"
#include "analyzer/model/word_list.hpp"
#include "analyzer/text/base_name.hpp"

namespace dockcheck::model {
namespace {

constexpr std::size_t most_go_sources = 400;

std::string_view taken_line(std::string_view& rest) {
    auto const end = std::min(rest.find('\n'), rest.size());
    auto line = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    if (line.ends_with('\r')) line.remove_suffix(1);
    return line;
}

std::string_view without_blanks(std::string_view text) {
    auto const begin = text.find_first_not_of(" \t");
    if (begin == text.npos) return {};
    return text.substr(begin, text.find_last_not_of(" \t") + 1 - begin);
}

/// A file for one system or processor, by its name: any such ending is left out.
bool is_for_some_systems(std::string_view path) {
    static constexpr WordTable names =
        " 386 aix amd64 android arm arm64 darwin dragonfly freebsd illumos ios js linux loong64 "
        "mips mips64 mips64le mipsle netbsd openbsd plan9 ppc64 ppc64le riscv64 s390x solaris unix "
        "wasip1 wasm windows ";
    auto const name = base_name(path);
    auto const stem = name.substr(0, name.size() - 3);
    auto const at = stem.rfind('_');
    return at != stem.npos && names.holds(stem.substr(at + 1));
}

/// What a source says in front of its first declaration, and its embeds.
class SourceReader {
 public:
    SourceReader(Source const& source, std::string path, GoSources& result)
        : source_(source), path_(std::move(path)), result_(result) {}

    /// False for a file that takes part only under conditions. `own` gets the paths of packages of
    /// the module.
    bool read(std::string_view module_path, std::vector<std::string>& own) {
        auto const text = source_.bytes();
        if (text.find("//go:build") != text.npos || text.find("// +build") != text.npos)
            return false;
        read_imports(text);
        bool const is_cgo =
            std::ranges::any_of(found_, [](GoImport const& one) { return one.path == "C"; });
        bool const may_embed =
            std::ranges::any_of(found_, [](GoImport const& one) { return one.path == "embed"; });
        for (auto& one : found_) {
            if (one.path == "C") {
                result_.has_c = true;
                continue;
            }
            one.in_cgo = is_cgo;
            if (one.path == module_path || lies_in(one.path, module_path)) {
                own.push_back(one.path.substr(module_path.size()));
            } else {
                result_.imports.push_back(std::move(one));
            }
        }
        if (may_embed) read_embeds(text);
        return true;
    }

    static bool lies_in(std::string_view path, std::string_view module_path) {
        return path.size() > module_path.size() && path.starts_with(module_path)
               && path[module_path.size()] == '/';
    }

 private:
    void read_imports(std::string_view text) {
        auto rest = text;
        bool in_list = false;
        bool in_comment = false;
        while (!rest.empty()) {
            auto line = without_blanks(taken_line(rest));
            if (in_comment) {
                auto const end = line.find("*/");
                if (end == line.npos) continue;
                in_comment = false;
                line = without_blanks(line.substr(end + 2));
            }
            if (line.starts_with("/*")) {
                in_comment = line.find("*/") == line.npos;
                continue;
            }
            if (line.empty() || line.starts_with("//") || line.starts_with("package ")) continue;
            if (in_list) {
                if (line.starts_with(')')) {
                    in_list = false;
                } else {
                    add_import(text, line);
                }
                continue;
            }
            if (!line.starts_with("import")) return;
            line = without_blanks(line.substr(6));
            if (line.starts_with('(')) {
                // `import ("a"; "b")` is rare: what stands on the line is read up to its end.
                in_list = line.find(')') == line.npos;
                add_import(text, line.substr(1));
            } else {
                add_import(text, line);
            }
        }
    }

    void add_import(std::string_view text, std::string_view line) {
        while (true) {
            auto const begin = line.find_first_of("\"`");
            if (begin == line.npos || line.find("//") < begin) return;
            auto const end = line.find(line[begin], begin + 1);
            if (end == line.npos) return;
            auto const path = line.substr(begin + 1, end - begin - 1);
            found_.push_back({std::string(path), path_, place_of(text, path), false});
            line.remove_prefix(end + 1);
        }
    }

    void read_embeds(std::string_view text) {
        constexpr std::string_view directive = "//go:embed ";
        auto rest = text;
        while (!rest.empty()) {
            auto line = taken_line(rest);
            if (!line.starts_with(directive)) continue;
            line.remove_prefix(directive.size());
            while (true) {
                line = without_blanks(line);
                if (line.empty()) break;
                bool const is_quoted = line.front() == '"' || line.front() == '`';
                auto const end = is_quoted ? line.find(line.front(), 1) : line.find_first_of(" \t");
                if (is_quoted && end == line.npos) break;
                auto pattern = is_quoted ? line.substr(1, end - 1) : line.substr(0, end);
                line.remove_prefix(is_quoted ? end + 1 : std::min(end, line.size()));
                if (pattern.starts_with("all:")) pattern.remove_prefix(4);
                if (pattern.empty() || pattern.find('\\') != pattern.npos) continue;
                result_.embeds.push_back({std::string(pattern), path_, place_of(text, pattern)});
            }
        }
    }

    [[nodiscard]] Place place_of(std::string_view text, std::string_view part) const {
        auto const begin = static_cast<std::uint32_t>(part.data() - text.data());
        return {&source_, {begin, begin + static_cast<std::uint32_t>(part.size())}};
    }

    Source const& source_;
    std::string path_;
    GoSources& result_;
    std::vector<GoImport> found_;
};

/// Goes from the packages that are named to those of the module that they import.
class PackageWalk {
 public:
    PackageWalk(context::Context const& context, GoSources& result)
        : context_(context), result_(result) {}

    /// A package by its folder, relative to that of go.mod.
    void add_package(std::string_view below) {
        auto folder = context_path(result_.folder + std::string(below));
        if (seen_.insert(folder).second) waiting_.push_back(std::move(folder));
    }
    /// All packages below the folder.
    void add_all(std::string_view below) {
        auto const root = context_path(result_.folder + std::string(below));
        std::set<std::string, std::less<>> modules;
        auto const files = context_.files_below(root, 5'000);
        for (auto const& file : files) {
            if (base_name(file) == "go.mod" && file != result_.manifest)
                modules.insert(file.substr(0, file.size() - 6));
        }
        for (auto const& file : files) {
            if (!file.ends_with(".go") || is_passed_over(file)) continue;
            bool const is_other = std::ranges::any_of(
                modules, [&](std::string const& folder) { return file.starts_with(folder); });
            if (is_other) continue;
            auto const slash = file.rfind('/');
            auto folder = slash == file.npos ? std::string() : file.substr(0, slash);
            if (seen_.insert(folder).second) waiting_.push_back(std::move(folder));
        }
    }
    /// One file that a command names.
    void add_file(std::string_view below) {
        read(context_path(result_.folder + std::string(below)));
    }

    /// False where there is more than anybody reads.
    bool go(bool with_tests) {
        for (std::size_t i = 0; i < waiting_.size(); ++i) {
            auto const prefix = waiting_[i].empty() ? std::string() : waiting_[i] + "/";
            for (auto const& file : context_.matches(prefix + "*.go")) {
                if (file.ends_with("_test.go") && !with_tests) continue;
                if (is_for_some_systems(file) || base_name(file).find_first_of("_.") == 0) continue;
                read(file);
                if (count_ > most_go_sources) return false;
            }
        }
        return true;
    }

 private:
    /// Folders that `...` does not match.
    static bool is_passed_over(std::string_view path) {
        return path.starts_with("vendor/") || path.starts_with("testdata/")
               || path.find("/testdata/") != path.npos || path.find("/vendor/") != path.npos
               || path.starts_with('_') || path.find("/_") != path.npos || path.starts_with('.')
               || path.find("/.") != path.npos;
    }

    void read(std::string const& file) {
        auto const* source = context_.read(file);
        if (source == nullptr || ++count_ > most_go_sources) return;
        std::vector<std::string> own;
        if (!SourceReader(*source, file, result_).read(result_.module->package_name, own)) return;
        for (auto const& below : own) add_package(below.empty() ? "" : below.substr(1));
    }

    context::Context const& context_;
    GoSources& result_;
    std::set<std::string, std::less<>> seen_;
    std::vector<std::string> waiting_;
    std::size_t count_ = 0;
};

/// The words of a command that name packages; nothing where an option is not understood.
std::optional<std::vector<std::string_view>> packages_of(Command const& command) {
    static constexpr WordTable with_values =
        " asmflags covermode coverpkg gcflags installsuffix ldflags o p tags bench benchtime count "
        "coverprofile cpu run timeout skip exec parallel shuffle ";
    static constexpr WordTable without_values =
        " a asan buildvcs cover linkshared msan race trimpath v work x short json failfast "
        "benchmem "
        "vet ";
    std::vector<std::string_view> packages;
    for (std::size_t i = 2; i < command.arguments.size(); ++i) {
        auto const& word = command.arguments[i];
        auto text = word.value.known() ? *word.value.known() : word.value.known_prefix();
        if (!text.starts_with('-')) {
            if (!word.value.is_known() || text.find('@') != text.npos) return std::nullopt;
            packages.push_back(text);
            // What follows is for the program.
            if (command.argument(1) == "run" && !text.ends_with(".go")) break;
            continue;
        }
        text.remove_prefix(text.starts_with("--") ? 2 : 1);
        auto const name = text.substr(0, text.find('='));
        if (without_values.holds(name)) continue;
        if (!with_values.holds(name)) return std::nullopt;
        if (name.size() == text.size()) ++i;
    }
    return packages;
}

/// Modules may come from elsewhere: a vendor folder, a workspace, another go.mod.
bool may_take_other_modules(Build const& build, Stage const& stage, Command const& command,
                            GoSources const& sources) {
    auto const& context = *build.context();
    static constexpr std::string_view names[] = {"vendor", "go.work"};
    for (auto const name : names) {
        if (context.look(sources.folder + std::string(name)) != context::Presence::missing
            || context.look(std::string(name)) != context::Presence::missing) {
            return true;
        }
    }
    auto const flags = go_setting(build, stage, command, "GOFLAGS");
    bool const are_plain = flags && flags->value.find("-mod") == std::string::npos
                           && flags->value.find("-overlay") == std::string::npos
                           && flags->value.find("-C") == std::string::npos;
    if (!are_plain) return true;
    static constexpr std::string_view words[] = {"GOWORK", "go work", "go.work", "GO111MODULE",
                                                 "mod vendor"};
    return std::ranges::any_of(words, [&](std::string_view word) {
        return is_mentioned_before(build, stage, command, word);
    });
}

}  // namespace

GoImport const* GoSources::find(std::string_view module_path) const {
    auto const found = std::ranges::find_if(imports, [&](GoImport const& one) {
        return one.path == module_path || SourceReader::lies_in(one.path, module_path);
    });
    return found == imports.end() ? nullptr : &*found;
}

std::optional<GoSources> go_sources(Build const& build, Stage const& stage,
                                    Command const& command) {
    static constexpr WordList verbs = " build install run test vet ";
    if (command.program != "go" || !verbs.holds(command.argument(1)) || build.context() == nullptr)
        return std::nullopt;
    auto const packages = packages_of(command);
    if (!packages) return std::nullopt;
    auto placed = placed_manifest_beside(build, stage, command, "go.mod");
    if (placed.manifest == nullptr || placed.manifest->package_name.empty()) return std::nullopt;
    GoSources sources{placed.manifest,
                      std::move(placed.path),
                      std::move(placed.folder),
                      clean_path(placed.image_folder) + "/",
                      {},
                      {},
                      false};
    if (may_take_other_modules(build, stage, command, sources)) return std::nullopt;
    PackageWalk walk(*build.context(), sources);
    if (packages->empty()) walk.add_package("");
    for (auto const package : *packages) {
        bool const is_relative = package == "." || package.starts_with("./");
        if (package.ends_with(".go") && package.find("..") == package.npos
            && package.find_first_of("*?[") == package.npos && !package.starts_with('/')) {
            walk.add_file(package);
        } else if (package == "./...") {
            walk.add_all("");
        } else if (is_relative && package.ends_with("/...")) {
            walk.add_all(package.substr(0, package.size() - 4));
        } else if (is_relative && package.find("..") == package.npos) {
            walk.add_package(package);
        }
    }
    if (!walk.go(command.argument(1) == "test" || command.argument(1) == "vet"))
        return std::nullopt;
    return sources;
}

bool is_first_compilation(Stage const& stage, Command const& command) {
    static constexpr WordList verbs = " build install run test vet ";
    auto const first = std::ranges::find_if(stage.commands, [&](Command const& other) {
        return other.program == "go" && verbs.holds(other.argument(1))
               && needs_files_of_image(stage, other);
    });
    return first != stage.commands.end() && &*first == &command;
}

std::optional<GoSetting> go_setting(Build const& build, Stage const& stage, Command const& command,
                                    std::string_view name) {
    for (auto i = command.assignments.size(); i-- > 0;) {
        auto const& one = command.assignments[i];
        if (one.name != name) continue;
        auto const value = one.value.known();
        return value ? std::optional(GoSetting{true, std::string(*value)}) : std::nullopt;
    }
    // `export NAME=`, `go env -w NAME=`.
    for (auto const* part = &stage; part != nullptr; part = part->parent) {
        for (auto const& other : part->commands) {
            if (other.use != Use::run || &other == &command) continue;
            bool const is_same = other.instruction == command.instruction;
            bool const may_set = other.program == "go" ? other.argument(1) == "env"
                                                       : is_same && other.program != "go";
            if (may_set && has_word_with(other, name)) return std::nullopt;
            bool const is_alone = other.arguments.empty() && is_same;
            if (is_alone && std::ranges::any_of(other.assignments, [&](Assignment const& one) {
                    return one.name == name;
                })) {
                return std::nullopt;
            }
        }
    }
    auto const variable = build.variable(*command.instruction, name);
    using State = dockerfile::Variable::State;
    if (variable.state == State::unset) return GoSetting{};
    auto const value = variable.value.known();
    if (variable.state != State::known || !value) return std::nullopt;
    return GoSetting{true, std::string(*value)};
}

std::optional<GoRelease> go_release(Stage const& stage) {
    constexpr int newest = 1000;
    auto const& root = stage.root();
    auto const* image = known_image(root);
    if (image == nullptr || image->name != "golang") return std::nullopt;
    GoRelease release{newest, image->family == knowledge::ImageFamily::alpine};
    auto const tag = tag_of(root.image);
    if (tag.empty()) return std::nullopt;
    if (!tag.starts_with("1.")) return release;
    auto const* const begin = tag.data() + 2;
    auto const result = std::from_chars(begin, tag.data() + tag.size(), release.minor);
    return result.ec == std::errc() ? std::optional(release) : std::nullopt;
}

}  // namespace dockcheck::model
