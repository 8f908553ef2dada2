// Finds modes with which everybody may write.
#include "rules/users/world-writable-permissions.hpp"

#include <algorithm>
#include <string>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/earlier_files.hpp"
#include "analyzer/model/package_caches.hpp"
#include "analyzer/model/paths.hpp"

namespace dockcheck::rules::world_writable_permissions {
namespace {

bool is_octal(std::string_view text) {
    return !text.empty() && text.size() <= 5
           && text.find_first_not_of("01234567") == std::string_view::npos;
}

/// One clause of a symbolic mode: who, then operator and permissions, again and again.
bool clause_lets_all_write(std::string_view clause) {
    auto const who_end = clause.find_first_of("+-=");
    if (who_end == std::string_view::npos) return false;
    auto const who = clause.substr(0, who_end);
    // Without who, the umask takes the write bit of others away.
    bool const is_for_others = who.find_first_of("ao") != std::string_view::npos;
    return is_for_others && clause[who_end] != '-'
           && clause.find('w', who_end) != std::string_view::npos;
}

bool lets_all_write(std::string_view mode, bool allow_sticky) {
    if (is_octal(mode)) {
        bool const writes = ((mode.back() - '0') & 2) != 0;
        bool const sticky = mode.size() > 3 && ((mode[mode.size() - 4] - '0') & 1) != 0;
        return writes && !(sticky && allow_sticky);
    }
    bool writes = false;
    while (!mode.empty()) {
        auto const end = std::min(mode.find(','), mode.size());
        auto const clause = mode.substr(0, end);
        writes = writes || clause_lets_all_write(clause);
        if (allow_sticky && clause.find('t') != std::string_view::npos) return false;
        mode.remove_prefix(std::min(end + 1, mode.size()));
    }
    return writes;
}

std::string path_of(model::Argument const& word) {
    auto const text = word.value.text_or_empty();
    return text.starts_with('/') ? model::clean_path(text) : std::string();
}

/// The next commands of the same RUN; of a very long one only as many as anybody reads.
std::span<model::Command const> next_commands(model::Command const& command,
                                              model::Stage const& stage) {
    constexpr std::size_t most = 200;
    auto const behind = model::commands_behind(stage, command);
    return behind.first(std::min(behind.size(), most));
}

/// True when every path lies where a later rm -r of the same RUN takes it away.
bool is_removed_later(model::Command const& command, model::Stage const& stage,
                      std::span<model::Argument const> paths) {
    auto const behind = next_commands(command, stage);
    auto const is_removed = [&](model::Argument const& word) {
        auto const path = path_of(word);
        if (path.empty()) return false;
        return std::ranges::any_of(behind, [&](model::Command const& later) {
            if (later.program != "rm") return false;
            return std::ranges::any_of(later.arguments, [&](model::Argument const& removed) {
                auto const folder = path_of(removed);
                return !folder.empty() && (path == folder || path.starts_with(folder + "/"));
            });
        });
    };
    return !paths.empty() && std::ranges::all_of(paths, is_removed);
}

/// True when a later chmod of the same RUN has one of these paths: that one decides.
bool is_changed_later(model::Command const& command, model::Stage const& stage,
                      std::span<model::Argument const> paths) {
    auto const is_one = [&](model::Argument const& word) {
        return std::ranges::any_of(paths, [&](model::Argument const& path) {
            auto const written = path.raw.text();
            return written == word.raw.text() && !written.starts_with('-');
        });
    };
    return std::ranges::any_of(next_commands(command, stage), [&](model::Command const& later) {
        return later.program == "chmod" && std::ranges::any_of(later.arguments.subspan(1), is_one);
    });
}

/// True when one of the paths lies in a mount of the RUN, or in one that nobody can tell.
bool is_in_mount(model::Command const& command, std::span<model::Argument const> paths) {
    auto const* const run = ast::get_if<ast::Run>(&command.instruction->node);
    if (run == nullptr) return true;
    return std::ranges::any_of(run->mounts, [&](ast::Mount const& mount) {
        auto const* const target = mount.find("target", "dst", "destination");
        if (target == nullptr) return false;
        auto const folder = model::clean_path(target->value.text());
        return std::ranges::any_of(paths, [&](model::Argument const& word) {
            auto const path = path_of(word);
            return path == folder || path.starts_with(folder + "/");
        });
    });
}

struct Mode {
    model::Argument const* word = nullptr;
    std::string_view text;
    std::span<model::Argument const> paths;
};

Mode mode_of_chmod(model::Command const& command) {
    auto const words = command.arguments;
    for (std::size_t i = 1; i < words.size(); ++i) {
        auto const text = words[i].value.known();
        if (!text) return {};
        if (text->starts_with("--reference")) return {};
        bool const is_option = text->size() > 1 && text->front() == '-'
                               && std::string_view("Rcfv-").find((*text)[1]) != text->npos;
        if (!is_option) return {&words[i], *text, words.subspan(i + 1)};
    }
    return {};
}

/// The value of -m or --mode.
Mode mode_of_option(model::Command const& command) {
    auto const words = command.arguments;
    for (std::size_t i = 1; i < words.size(); ++i) {
        auto const text = words[i].value.known();
        if (!text) continue;
        if (text->starts_with("--mode=")) return {&words[i], text->substr(7), words.subspan(i + 1)};
        bool const is_next = *text == "-m" || *text == "--mode";
        if (is_next && i + 1 < words.size()) {
            auto const value = words[i + 1].value.known();
            if (value) return {&words[i + 1], *value, words.subspan(i + 2)};
        }
    }
    return {};
}

/// Files that the engine puts into every container: what the build does with them is not kept.
bool is_made_by_engine(std::span<model::Argument const> paths) {
    return !paths.empty() && std::ranges::all_of(paths, [](model::Argument const& word) {
        auto const path = path_of(word);
        return path == "/etc/hosts" || path == "/etc/hostname" || path == "/etc/resolv.conf";
    });
}

/// Files that cron passes over where anybody but root may write them.
bool are_of_cron(std::span<model::Argument const> paths) {
    return !paths.empty() && std::ranges::all_of(paths, [](model::Argument const& word) {
        return path_of(word).starts_with("/etc/cron.d/");
    });
}

/// Folders below that of root, which no other account may enter unless its mode is changed.
bool are_out_of_reach(std::span<model::Argument const> paths, model::Stage const& last) {
    auto const is_below = [](model::Argument const& word) {
        auto const text = word.value.known_prefix();
        return text.starts_with('-') || text.starts_with("/root/");
    };
    if (paths.empty() || !std::ranges::all_of(paths, is_below)) return false;
    constexpr std::size_t most = 1000;
    for (auto const* stage = &last; stage != nullptr; stage = stage->parent) {
        for (auto const& command : stage->commands.first(std::min(stage->commands.size(), most))) {
            if (command.program != "chmod" && command.program != "chown") continue;
            for (auto const& word : command.arguments) {
                auto const text = word.value.text_or_empty();
                if (!word.value.is_known() || text == "/root" || text == "/root/") return false;
            }
        }
    }
    return true;
}

/// True when nothing of these paths gets into an image that is shipped: a builder stage from which
/// no COPY takes them.
bool stays_in_builder(std::span<model::Argument const> paths, Pass const& pass) {
    auto const& own = *pass.stage();
    if (own.reach != model::Reach::builder || paths.empty()) return false;
    if (!pass.may_look_around()) return true;
    auto const may_take = [&](model::Transfer::Source const& source) {
        auto const taken = model::clean_path(source.value.text_or_empty());
        if (!source.value.is_known() || source.has_wildcard || !taken.starts_with('/')) return true;
        return std::ranges::any_of(paths, [&](model::Argument const& word) {
            auto const path = path_of(word);
            if (word.value.known_prefix().starts_with('-')) return false;
            return path.empty() || model::is_at_or_below(path, taken)
                   || model::is_at_or_below(taken, path);
        });
    };
    for (auto const& stage : pass.build().stages()) {
        if (stage.parent == &own) return false;
        for (auto const& transfer : stage.transfers) {
            if (transfer.from == nullptr) continue;
            bool const is_other =
                transfer.from->kind == model::Reference::Kind::image
                || (transfer.from->stage != nullptr && transfer.from->stage != &own);
            if (!is_other && std::ranges::any_of(transfer.sources, may_take)) return false;
        }
    }
    return true;
}

/// True for an image to build upon: no program of its own, and nobody knows who will run one in it.
bool is_to_build_upon(model::Stage const& last) {
    return last.transfers.empty() && !last.config.entrypoint.is_set();
}

/// True when the Dockerfile knows an account besides root: somebody to give the files to.
bool has_account(model::Stage const& last) {
    constexpr std::size_t most = 1000;
    for (auto const* stage = &last; stage != nullptr; stage = stage->parent) {
        auto const commands = stage->commands.first(std::min(stage->commands.size(), most));
        if (std::ranges::any_of(commands, [](model::Command const& command) {
                return command.program == "useradd" || command.program == "adduser"
                       || command.program == "chown";
            })) {
            return true;
        }
    }
    if (is_to_build_upon(last)) return false;
    auto const& user = last.config.user;
    auto const name = user.value.text_or_empty();
    return user.is_set() && name != "root" && !name.starts_with("root:") && name != "0"
           && !name.starts_with("0:");
}

void check_command(model::Command const& command, Pass& pass, Options const& options) {
    if (command.use != model::Use::run || pass.stage() == nullptr) return;
    bool const is_chmod = command.program == "chmod";
    bool const makes = command.program == "mkdir" || command.program == "install";
    if (!is_chmod && !makes) return;
    auto const mode = is_chmod ? mode_of_chmod(command) : mode_of_option(command);
    if (mode.word == nullptr || !lets_all_write(mode.text, options.allow_sticky)) return;
    if (is_in_mount(command, mode.paths)) return;
    if (is_removed_later(command, *pass.stage(), mode.paths)) return;
    if (is_changed_later(command, *pass.stage(), mode.paths)) return;
    if (is_chmod && is_made_by_engine(mode.paths)) return;
    if (are_out_of_reach(mode.paths, *pass.stage()) || stays_in_builder(mode.paths, pass)) return;
    if (is_chmod && are_of_cron(mode.paths)) {
        pass.report(mode.word->span, cron, mode.text, mode.paths.back().raw.text());
    } else if (is_chmod && !has_account(*pass.stage())) {
        pass.report(mode.word->span, anybody, mode.text).severity(Severity::info);
    } else if (is_chmod) {
        pass.report(mode.word->span, world_writable_permissions::mode, mode.text);
    } else {
        pass.report(mode.word->span, made, mode.text, command.program);
    }
}

/// The modes to write in its place: without x a folder is closed, so 644 is for files alone.
std::string_view mode_for(ast::Instruction const& instruction, Pass const& pass) {
    constexpr std::string_view of_folders = "--chmod=755";
    if (pass.stage() == nullptr) return of_folders;
    auto const* const transfer = pass.stage()->transfer_of(instruction);
    auto const* const context = pass.context();
    if (transfer == nullptr || transfer->from != nullptr) return of_folders;
    bool const are_files =
        std::ranges::all_of(transfer->sources, [&](model::Transfer::Source const& source) {
            if (source.written->is_inline) return true;
            auto const path = source.value.text_or_empty();
            return !path.empty() && !source.is_remote && !source.has_wildcard && context != nullptr
                   && context->look(path) == context::Presence::file;
        });
    return are_files ? "--chmod=755 or 644" : of_folders;
}

void check_flag(ast::Instruction const& instruction, Pass& pass, Options const& options) {
    using enum ast::Keyword;
    if (instruction.keyword != copy && instruction.keyword != add) return;
    auto const* const chmod = instruction.flag("chmod");
    if (chmod == nullptr) return;
    auto const mode = chmod->value.text();
    if (mode.find('$') != std::string_view::npos) return;
    if (!lets_all_write(mode, options.allow_sticky)) return;
    auto const written = pass.text(chmod->span);
    if (instruction.flag("chown") != nullptr) {
        pass.report(chmod->span, flag_owned, written, mode_for(instruction, pass));
    } else {
        pass.report(chmod->span, flag, written, mode_for(instruction, pass));
    }
}

}  // namespace

constinit Check const rule = on<check_command, check_flag>().for_programs(" chmod mkdir install ");

}  // namespace dockcheck::rules::world_writable_permissions
