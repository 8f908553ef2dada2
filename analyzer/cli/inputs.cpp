// Telling files, folders and standard input apart, and what is left out.
#include "analyzer/cli/inputs.hpp"

#include <algorithm>
#include <cerrno>
#include <compare>
#include <fmt/format.h>
#include <string>
#include <system_error>
#include <unordered_set>
#include <utility>

#include "analyzer/cli/commands.hpp"
#include "analyzer/cli/file_names.hpp"
#include "analyzer/cli/other_files.hpp"
#include "analyzer/cli/parallel.hpp"
#include "analyzer/cli/walk.hpp"
#include "analyzer/image/readers/read.hpp"
#include "analyzer/system/paths.hpp"
#include "analyzer/text/base_name.hpp"
#include "analyzer/text/file.hpp"
#include "analyzer/text/nearest.hpp"

namespace dockcheck::cli {
namespace {

using system::Kind;

constexpr std::size_t largest_list = std::size_t{64} * 1024 * 1024;

/// The command that was meant by a path that is not there, as the end of a sentence; or nothing.
std::string command_like(std::string_view path) {
    constexpr std::size_t farthest = 2;
    if (path.size() < 4 || path.find_first_of("./") != std::string_view::npos) return {};
    std::vector<std::string_view> names;
    for (auto const& command : commands()) {
        names.push_back(command.name);
    }
    constexpr std::string_view other_words[] = {"lint", "scan", "validate", "analyze"};
    auto const name = std::ranges::find(other_words, path) != std::end(other_words)
                          ? std::string_view("check")
                          : nearest(path, names, farthest);
    return name.empty() ? "" : fmt::format("; did you mean the command \"{}\"?", name);
}

/// True for an image's name with a tag or digest, which nobody's path looks like.
bool is_image_name(std::string_view path) {
    auto const colon = path.rfind(':');
    if (colon == std::string_view::npos || colon < 2 || colon + 1 == path.size()) return false;
    auto const tag = path.substr(colon + 1);
    auto const is_of_name = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')
               || std::string_view("._-/:@").find(c) != std::string_view::npos;
    };
    return tag.find('/') == std::string_view::npos && path.front() >= '0'
           && std::ranges::all_of(path.substr(0, colon), is_of_name);
}

/// What may have been meant by a path that is not there, as the end of a sentence.
std::string meant_by(std::string_view path) {
    if (!is_image_name(path)) return command_like(path);
    return fmt::format("; for an image write: docker save {} | dockcheck -", path);
}

/// What a name that is skipped is called, or nothing.
std::string_view skipped_kind(std::string_view name) {
    switch (name_kind(name)) {
        case NameKind::template_file:
            return "a template";
        case NameKind::document:
            return "a document";
        case NameKind::ignore_file:
            return "an ignore file";
        case NameKind::dockerfile:
        case NameKind::doubtful:
        case NameKind::other:
            break;
    }
    return {};
}

std::vector<std::string> listed_paths(std::string_view text) {
    char const separator = text.find('\0') != std::string_view::npos ? '\0' : '\n';
    std::vector<std::string> result;
    while (!text.empty()) {
        auto const end = std::min(text.find(separator), text.size());
        auto line = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (separator == '\n' && line.ends_with('\r')) line.remove_suffix(1);
        if (!line.empty()) result.push_back(system::with_slashes(line));
    }
    return result;
}

void drop_repeated(std::vector<Input>& files) {
    if (files.size() < 2) return;
    std::unordered_set<std::string_view> seen;
    seen.reserve(files.size());
    std::vector<bool> is_repeated;
    is_repeated.reserve(files.size());
    for (auto const& input : files) {
        is_repeated.push_back(!input.is_standard_input && !seen.insert(input.absolute).second);
    }
    if (std::ranges::find(is_repeated, true) == is_repeated.end()) return;
    std::erase_if(files, [&](Input const& input) {
        return is_repeated[static_cast<std::size_t>(&input - files.data())];
    });
}

bool is_link(std::string const& path) { return system::own_status_of(path).kind == Kind::link; }

bool lead_to_one_file(std::string const& a, std::string const& b) {
    auto const of_a = system::real_path(a);
    return of_a && of_a == system::real_path(b);
}

FileNumber number_in(system::Status const& status) { return {status.device, status.number}; }

std::optional<FileNumber> number_of(std::string const& path) {
    auto const status = system::status_of(path);
    if (status.kind == Kind::missing) return std::nullopt;
    return number_in(status);
}

/// What several links lead to is checked once, under its own name where that is among them. Hard
/// links are files like any other.
void drop_links(std::vector<Input>& files) {
    struct Numbered {
        FileNumber number;
        std::size_t file;
        auto operator<=>(Numbered const&) const = default;
    };
    std::vector<Numbered> all;
    all.reserve(files.size());
    for (std::size_t i = 0; i < files.size(); ++i) {
        if (files[i].is_standard_input) continue;
        auto const number = files[i].number ? files[i].number : number_of(files[i].absolute);
        if (number) all.push_back({*number, i});
    }
    std::ranges::sort(all);
    std::vector<bool> is_dropped(files.size());
    std::size_t first = 0;
    for (std::size_t i = 1; i < all.size(); ++i) {
        if (all[i].number != all[i - 1].number) first = i;
        if (first == i) continue;
        auto const& path = files[all[i].file].absolute;
        auto const& known = files[all[first].file].absolute;
        if (!lead_to_one_file(path, known)) continue;
        bool const replaces = is_link(known) && !is_link(path);
        is_dropped[all[replaces ? first : i].file] = true;
        if (replaces) first = i;
    }
    std::erase_if(files, [&](Input const& input) {
        return is_dropped[static_cast<std::size_t>(&input - files.data())];
    });
}

/// True for a path that stays as it is when `.`, `..` and repeated slashes are taken out.
bool is_normal(std::string_view path) {
    if (path.empty() || path.front() == '.' || path.ends_with('/')) return false;
    for (auto slash = path.find('/'); slash != path.npos; slash = path.find('/', slash + 1)) {
        if (path[slash + 1] == '/' || path[slash + 1] == '.') return false;
    }
    return true;
}

}  // namespace

std::string folder_of(std::string const& path) { return std::string(system::parent_of(path)); }

InputFinder::InputFinder(std::string working_folder, config::Discovery& discovery,
                         config::Profiles& profiles,
                         std::shared_ptr<config::Configuration const> configuration,
                         GlobList excluded, Progress* progress)
    : working_folder_(std::move(working_folder)),
      prefix_(working_folder_.ends_with('/') ? working_folder_ : working_folder_ + "/"),
      discovery_(discovery),
      profiles_(profiles),
      configuration_(std::move(configuration)),
      excluded_(std::move(excluded)),
      progress_(progress) {}

Inputs InputFinder::find(Arguments const& arguments, std::optional<unsigned> jobs) {
    jobs_ = jobs;
    auto const& paths = arguments.paths;
    auto readers = std::ranges::count(paths, "-");
    if (arguments.files_from == "-") ++readers;
    if (readers > 1) {
        fail({{}, "two inputs want standard input"});
        return std::move(result_);
    }
    for (auto const& path : paths) {
        if (path == "-") {
            add_standard_input(arguments);
        } else {
            add(path);
        }
    }
    if (arguments.files_from) add_list(*arguments.files_from);
    if (paths.empty() && !arguments.files_from) add(".");
    tell_excluded();
    drop_repeated(result_.files);
    // One folder's walk has seen to that already.
    if (paths.size() > 1 || arguments.files_from) drop_links(result_.files);
    return std::move(result_);
}

void InputFinder::fail(Error error) {
    // A configuration with a mistake would be told once for each file.
    if (told_.emplace(error.where, error.text).second) result_.errors.push_back(std::move(error));
}

std::string InputFinder::absolute(std::string const& path) const {
    constexpr bool has_drives = system::native_style == system::PathStyle::windows;
    if (!has_drives && is_normal(path)) return path.front() == '/' ? path : prefix_ + path;
    return system::joined(working_folder_, path);
}

Result<std::shared_ptr<config::Configuration const>> InputFinder::configuration_of(
    std::string const& folder) {
    if (configuration_ != nullptr) return configuration_;
    return discovery_.in_force(folder);
}

bool InputFinder::is_excluded(std::string_view file, std::string const& folder) {
    if (file.starts_with(prefix_) && excluded_.cover(file.substr(prefix_.size()))) return true;
    auto const configuration = configuration_of(folder);
    return configuration && (*configuration)->excludes(file);
}

void InputFinder::add(std::string const& given) {
    if (given.empty()) return fail({given, "a path is empty: a variable may not be set"});
    auto path = absolute(given);
    auto const status = system::status_of(path);
    add(given, std::move(path), status);
}

void InputFinder::add(std::string given, std::string path, system::Status const& status) {
    if (status.kind == Kind::missing) {
        system::status_of(path);  // tells the reason once more
        fail({given, std::generic_category().message(errno) + meant_by(given)});
    } else if (status.kind == Kind::folder) {
        if (!image::is_layout_folder(path)) return add_folder(given, path);
        auto const folder = folder_of(path);
        if (is_excluded(path, folder)) return excluded_names_.push_back(std::move(given));
        add_file({std::move(given), std::move(path), false, true, nullptr, number_in(status), {}},
                 folder);
    } else if (auto const kind = skipped_kind(base_name(path)); !kind.empty()) {
        result_.notes.push_back(fmt::format("{}: skipped, it is {}", given, kind));
    } else if (auto const folder = folder_of(path); is_excluded(path, folder)) {
        excluded_names_.push_back(std::move(given));
    } else if (auto why = why_no_dockerfile(path); !why.empty()) {
        fail({std::move(given), std::move(why)});
    } else {
        add_file({std::move(given), std::move(path), false, false, nullptr, number_in(status), {}},
                 folder);
    }
}

/// Whoever names a file may think that it was checked.
void InputFinder::tell_excluded() {
    if (excluded_names_.empty()) return;
    auto const& first = excluded_names_.front();
    auto const others = excluded_names_.size() - 1;
    result_.notes.push_back(
        others == 0 ? fmt::format("{}: not checked, it is excluded", first)
                    : fmt::format("{} and {} more: not checked, they are excluded", first, others));
}

void InputFinder::add_folder(std::string const& given, std::string const& folder) {
    result_.folders.push_back(folder);
    bool is_any_excluded = false;
    auto const excluded = [&](std::string_view file) {
        bool const is = is_excluded(file, folder_of(std::string(file)));
        is_any_excluded = is_any_excluded || is;
        return is;
    };
    auto const looked_at = [&](std::size_t names) {
        if (progress_ != nullptr) progress_->looked_at(names);
    };
    auto walked = walk(folder, {excluded, looked_at, jobs_});
    for (auto& trouble : walked.troubles) {
        trouble.where = shown(given, folder, trouble.where);
        fail(std::move(trouble));
    }
    if (walked.files.empty() && walked.troubles.empty()) {
        result_.notes.push_back(fmt::format("{}: no Dockerfile found{}", given,
                                            is_any_excluded ? " that is not excluded" : ""));
    }
    for (auto const& file : walked.files) {
        add_file({shown(given, folder, file), file, false, false, nullptr, {}, folder},
                 folder_of(file));
    }
}

// Relative to the working folder where the file is below it, else beginning as it was given.
std::string InputFinder::shown(std::string const& given, std::string const& folder,
                               std::string const& file) const {
    if (file.starts_with(prefix_)) return file.substr(prefix_.size());
    if (file == folder) return given;
    auto const start = given.ends_with('/') ? given : given + "/";
    return start + file.substr(folder.size() + (folder.ends_with('/') ? 0 : 1));
}

void InputFinder::add_standard_input(Arguments const& arguments) {
    auto const name = arguments.stdin_filename.value_or("-");
    auto const path = absolute(name);
    auto const folder = arguments.stdin_filename ? folder_of(path) : working_folder_;
    if (arguments.stdin_filename && is_excluded(path, folder)) {
        return excluded_names_.push_back(name);
    }
    add_file({name, path, true, false, nullptr, {}, {}}, folder);
}

void InputFinder::add_file(Input input, std::string const& folder) {
    auto const configuration = configuration_of(folder);
    if (!configuration) return fail(configuration.error());
    auto profile = profiles_.of(*configuration, input.absolute);
    if (!profile) return fail(profile.error());
    input.profile = std::move(*profile);
    result_.files.push_back(std::move(input));
}

void InputFinder::add_list(std::string const& list) {
    struct Listed {
        std::string path;
        system::Status status;
    };
    auto const text = read_file(list, largest_list);
    if (!text) return fail(text.error());
    auto paths = listed_paths(*text);
    std::vector<Listed> listed(paths.size());
    // The system takes its time over each of them.
    in_parts(paths.size(), jobs_.value_or(usual_jobs(paths.size())),
             [&](std::size_t first, std::size_t end) {
                 for (auto i = first; i < end; ++i) {
                     listed[i].path = absolute(paths[i]);
                     listed[i].status = system::status_of(listed[i].path);
                 }
             });
    std::size_t passed_over = 0;
    for (std::size_t i = 0; i < paths.size(); ++i) {
        auto& [path, status] = listed[i];
        if (status.kind != Kind::folder && !is_dockerfile_of_walk(path)) {
            ++passed_over;
        } else {
            add(std::move(paths[i]), std::move(path), status);
        }
    }
    if (passed_over == 0) return;
    result_.notes.push_back(fmt::format(
        "{}: {} passed over, not being named like {}", list == "-" ? "standard input" : list,
        passed_over == 1 ? "one file is" : fmt::format("{} files are", passed_over),
        passed_over == 1 ? "a Dockerfile" : "Dockerfiles"));
}

}  // namespace dockcheck::cli
