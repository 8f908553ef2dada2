// Finds relative destinations that depend on the working directory of a base image.
#include "rules/files/relative-copy-destination-without-workdir.hpp"

#include <algorithm>
#include <string>

#include "analyzer/lint/pass.hpp"

namespace dockcheck::rules::relative_copy_destination_without_workdir {
namespace {

/// The first transfer of the stage that depends on the base image's working directory.
model::Transfer const* first_relative(model::Stage const& stage) {
    for (auto const& transfer : stage.transfers) {
        if (transfer.destination_is_relative
            && transfer.workdir.origin.kind != model::Origin::Kind::instruction) {
            return &transfer;
        }
    }
    return nullptr;
}

/// What a later COPY takes from the folder / of the stage, where its own files are: the path, and
/// the instruction.
struct Taken {
    std::string_view path;
    ast::Instruction const* by = nullptr;
};

/// Folders that every system has: what lies there has not got there by a relative path.
bool is_of_system(std::string_view path) {
    static constexpr std::string_view folders[] = {
        "/bin",  "/boot", "/dev", "/etc",  "/home", "/lib", "/lib64", "/media", "/mnt", "/opt",
        "/proc", "/root", "/run", "/sbin", "/srv",  "/sys", "/tmp",   "/usr",   "/var"};
    auto const first = path.substr(0, path.find('/', 1));
    return first == "/" || std::ranges::find(folders, first) != std::ranges::end(folders);
}

Taken taken_from(model::Stage const& stage, Pass const& pass) {
    if (!pass.may_look_around()) return {};
    for (auto const& other : pass.build().stages().subspan(stage.index + 1)) {
        for (auto const& transfer : other.transfers) {
            auto const* from = transfer.from;
            if (from == nullptr || from->stage != &stage) continue;
            for (auto const& source : transfer.sources) {
                auto const path = source.value.known();
                bool const is_own = path && path->starts_with('/') && !is_of_system(*path);
                if (is_own) return {*path, transfer.instruction};
            }
        }
    }
    return {};
}

void check(model::Transfer const& transfer, Pass& pass) {
    using Kind = model::Origin::Kind;
    if (!transfer.destination_is_relative) return;
    auto const* stage = pass.stage();
    auto const& workdir = transfer.workdir;
    if (stage == nullptr || workdir.origin.kind == Kind::instruction) return;
    auto const& root = stage->root();
    if (root.kind != model::Reference::Kind::image) return;
    // The first one tells it: one WORKDIR mends all of them.
    if (auto const* first = first_relative(*stage); first != &transfer) return;

    auto const destination = transfer.destination_word->text.text();
    auto const span = transfer.destination_word->span;
    if (workdir.is_unknown()) {
        pass.report(span, unknown, destination).severity(Severity::info);
        return;
    }
    auto const folder = workdir.is_set() ? workdir.value.text_or_empty() : std::string_view("/");
    if (folder != "/") return;
    auto const target = transfer.target.is_known() ? std::string(transfer.target.text_or_empty())
                                                   : "/" + std::string(destination);
    auto finding = target == "/" ? pass.report(span, root_folder, destination)
                                 : pass.report(span, below_root, destination, target,
                                               root.value.text_or_empty());
    auto const taken = target == "/" ? taken_from(*stage, pass) : Taken{};
    if (taken.by != nullptr) {
        finding.help(
            "set a folder above that all later paths start from, for example WORKDIR /app; "
            "where line "
            + std::to_string(taken.by->first_line) + " takes " + std::string(taken.path)
            + ", it is then /app" + std::string(taken.path));
    }
    // What a builder has at an odd place does not run there.
    if (stage->reach != model::Reach::final) finding.severity(Severity::info);
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::relative_copy_destination_without_workdir
