// Finding a requirements file, or the one that was meant.
#include "analyzer/model/requirement_files.hpp"

#include "analyzer/model/directories.hpp"
#include "analyzer/model/paths.hpp"
#include "analyzer/text/base_name.hpp"
#include "analyzer/text/nearest.hpp"

namespace dockcheck::model {
namespace {

std::string_view requirement_folder(std::string_view path) {
    auto const slash = path.rfind('/');
    return slash == path.npos ? std::string_view() : path.substr(0, slash);
}

/// The path in `-rfile`, `--requirement=file` or `file`.
Mapped path_part(Mapped word) {
    auto const text = word.text();
    std::uint32_t begin = 0;
    static constexpr std::string_view all_options[] = {
        "--requirement=", "--requirements=", "--constraint="};
    for (auto const option : all_options) {
        if (text.starts_with(option)) begin = static_cast<std::uint32_t>(option.size());
    }
    bool const is_short = text.starts_with("-r") || text.starts_with("-c");
    if (is_short && text.size() > 2) begin = text[2] == '=' ? 3 : 2;
    return word.slice(begin, word.size());
}

/// Calls `use(transfer)` for what the context gave to the stage before a command, last first.
template <typename Use>
void for_each_copy(Build const& build, Stage const& stage, Command const& command, Use use) {
    auto const before = build.position_of(*command.instruction);
    for (auto const* part = &stage; part != nullptr; part = part->parent) {
        for (auto i = part->transfers.size(); i-- > 0;) {
            auto const& transfer = part->transfers[i];
            if (transfer.from == nullptr && transfer.position < before) use(transfer);
        }
    }
}

/// A file of a near name that an earlier COPY puts into the same folder of the image.
void find_near_copied_file(Build const& build, Stage const& stage, Command const& command,
                           RequirementFile& file) {
    std::size_t least = 3;
    for_each_copy(build, stage, command, [&](Transfer const& transfer) {
        for (auto const& source : transfer.sources) {
            auto const text = source.value.known();
            if (!text || source.is_remote || source.has_wildcard || source.written->is_inline)
                continue;
            auto const in_context = context_path(*text);
            auto const name = std::string(base_name(in_context));
            auto const distance = edit_distance(base_name(file.path), name, 2);
            if (distance == 0 || distance >= least) continue;
            auto const there = std::string(requirement_folder(file.path)) + "/" + name;
            auto const landing = build.landing(command, there);
            if (landing.kind != Landing::Kind::context_file) continue;
            least = distance;
            file.near_path = landing.context_path;
            file.transfer = landing.transfer;
        }
    });
}

void find_near_file(Build const& build, Stage const& stage, Command const& command,
                    RequirementFile& file) {
    auto const& context = *build.context();
    if (file.context_path.empty()) return find_near_copied_file(build, stage, command, file);
    auto const folder = std::string(requirement_folder(file.context_path));
    for (auto const& name : context.near_names(file.context_path)) {
        auto const path = folder.empty() ? name : folder + "/" + name;
        if (context.look(path) != context::Presence::file) continue;
        file.near_path = path;
        return;
    }
}

/// What put other files into the folder of the missing one.
void find_filler(Build const& build, Stage const& stage, Command const& command,
                 RequirementFile& file) {
    auto const folder = clean_path("/" + std::string(requirement_folder(file.path)));
    for_each_copy(build, stage, command, [&](Transfer const& transfer) {
        auto const target = transfer.target.known();
        if (file.transfer == nullptr && target && clean_path(*target) == folder)
            file.transfer = &transfer;
    });
}

/// Images whose ONBUILD copies the application before anything else happens.
bool has_triggers(Stage const& stage) {
    return stage.root().image.tag.find("onbuild") != std::string_view::npos;
}

}  // namespace

RequirementFile requirement_file(Build const& build, Stage const& stage, Command const& command,
                                 Argument const& argument) {
    RequirementFile file;
    auto const known = argument.value.known();
    if (!known) return file;
    file.written = path_part(argument.raw);
    auto const text = path_part(Mapped(*known, 0)).text();
    if (text.empty() || text == "-" || text.find("://") != text.npos || text.starts_with("/dev/")
        || text.starts_with("/proc/")) {
        return file;
    }
    auto const path = path_of(build, stage, command, Value(text));
    if (!path.is_known()) return file;
    file.path = std::string(*path.known());
    auto landing = build.landing(command, file.path);
    file.context_path = std::move(landing.context_path);
    file.transfer = landing.transfer;
    if (landing.kind == Landing::Kind::context_file) file.state = RequirementFile::State::found;
    if (landing.kind != Landing::Kind::absent || has_triggers(stage)) return file;
    file.state = RequirementFile::State::missing;
    if (build.context() != nullptr) find_near_file(build, stage, command, file);
    if (file.transfer == nullptr) find_filler(build, stage, command, file);
    return file;
}

}  // namespace dockcheck::model
