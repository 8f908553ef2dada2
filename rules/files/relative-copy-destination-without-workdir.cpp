// Finds relative destinations that depend on the working directory of a base image.
#include "rules/files/relative-copy-destination-without-workdir.hpp"

#include <algorithm>
#include <cstdint>
#include <fmt/format.h>
#include <span>
#include <string>
#include <vector>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/base_image.hpp"
#include "analyzer/text/base_name.hpp"

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

/// What a later COPY takes from the folder / of the stage, where its own files are.
struct Taken {
    std::string_view path;
    std::uint32_t line = 0;  ///< 1-based, of that COPY
};

/// Folders that every system has: what lies there has not got there by a relative path.
bool is_of_system(std::string_view path) {
    static constexpr std::string_view folders[] = {
        "/bin",  "/boot", "/dev", "/etc",  "/home", "/lib", "/lib64", "/media", "/mnt", "/opt",
        "/proc", "/root", "/run", "/sbin", "/srv",  "/sys", "/tmp",   "/usr",   "/var"};
    auto const first = path.substr(0, path.find('/', 1));
    return first == "/" || std::ranges::find(folders, first) != std::ranges::end(folders);
}

/// True for a path that a command of the stage has by its whole name, such as --prefix=/install.
bool is_named(model::Stage const& stage, std::string_view path) {
    return std::ranges::any_of(stage.commands, [&](model::Command const& command) {
        return std::ranges::any_of(command.arguments, [&](model::Argument const& argument) {
            return argument.raw.text().find(path) != std::string_view::npos;
        });
    });
}

std::vector<Taken> taken_from(model::Stage const& stage, Pass const& pass) {
    std::vector<Taken> result;
    if (!pass.may_look_around()) return result;
    for (auto const& other : pass.build().stages().subspan(stage.index + 1)) {
        for (auto const& transfer : other.transfers) {
            auto const* from = transfer.from;
            if (from == nullptr || from->stage != &stage) continue;
            for (auto const& source : transfer.sources) {
                auto const path = source.value.known();
                bool const is_own = path && path->starts_with('/') && !is_of_system(*path)
                                    && !is_named(stage, *path);
                if (is_own) result.push_back({*path, transfer.instruction->first_line});
            }
        }
    }
    return result;
}

/// "line 16 takes /package.json and line 17 takes /node_modules".
std::string listed(std::span<Taken const> all) {
    constexpr std::size_t most = 4;
    std::string text;
    all = all.first(std::min(all.size(), most));
    for (auto const& taken : all) {
        if (!text.empty()) text += &taken == &all.back() ? " and " : ", ";
        text += "line " + std::to_string(taken.line) + " takes " + std::string(taken.path);
    }
    return text;
}

/// The first WORKDIR of the stage, which stands below the copy; or nullptr.
ast::Instruction const* later_workdir(model::Stage const& stage) {
    for (auto const& instruction : stage.instructions) {
        if (ast::get_if<ast::Workdir>(&instruction.node) != nullptr) return &instruction;
    }
    return nullptr;
}

/// The lines of ENV and ARG between a copy and a WORKDIR below it whose variables that WORKDIR
/// takes: "and \"ENV APP_HOME /app\" of line 30 ".
std::string what_moves_along(ast::Instruction const& workdir, model::Stage const& stage,
                             ast::Instruction const& copy, Pass const& pass) {
    auto const* const node = ast::get_if<ast::Workdir>(&workdir.node);
    if (node == nullptr) return {};
    auto const uses = pass.build().expand(workdir, node->value.text.text()).uses;
    std::string result;
    for (auto const& other : stage.instructions) {
        if (other.span.begin < copy.span.begin || other.span.begin > workdir.span.begin) continue;
        auto const* const env = ast::get_if<ast::Env>(&other.node);
        auto const* const arg = ast::get_if<ast::Arg>(&other.node);
        if (env == nullptr && arg == nullptr) continue;
        auto const pairs = env != nullptr ? env->pairs : arg->pairs;
        bool const is_taken = std::ranges::any_of(pairs, [&](ast::Pair const& pair) {
            return std::ranges::any_of(
                uses, [&](auto const& use) { return use.name == pair.key.text.text(); });
        });
        if (is_taken)
            result +=
                fmt::format("\"{}\" of line {} and ", pass.text(other.span), other.first_line);
    }
    return result;
}

/// A single file, by its name.
bool is_one_file(model::Transfer const& transfer) {
    if (transfer.sources.size() != 1 || transfer.sources.front().has_wildcard) return false;
    auto const name = base_name(transfer.sources.front().value.text_or_empty());
    return name != "." && name != ".." && name.find('.') != name.npos;
}

/// What to do about files in /.
void explain(Reported& finding, model::Stage const& stage, Pass const& pass) {
    std::string help;
    if (auto const* workdir = later_workdir(stage); workdir != nullptr) {
        help = fmt::format("move {}\"{}\" of line {} above this line",
                           what_moves_along(*workdir, stage, pass.instruction(), pass),
                           pass.text(workdir->span), workdir->first_line);
    } else {
        help = "set a folder above that all later paths start from, for example WORKDIR /app";
        if (stage.reach == model::Reach::final)
            help += ", and let what starts the program name it there";
    }
    auto const taken = taken_from(stage, pass);
    if (!taken.empty()) {
        help += fmt::format("; {}: {} in that folder then", listed(taken),
                            taken.size() == 1 ? "it lies" : "they lie");
    }
    finding.help(help + "; or write an absolute path, where / is meant");
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
    auto finding =
        target == "/" ? pass.report(span, root_folder, destination)
                      : pass.report(span, below_root, destination, target, model::shown_name(root));
    if (target == "/") explain(finding, *stage, pass);
    // What a builder has at an odd place does not run there, and one file is soon found.
    if (stage->reach != model::Reach::final || is_one_file(transfer))
        finding.severity(Severity::info);
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::relative_copy_destination_without_workdir
