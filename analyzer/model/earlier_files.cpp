// Going back through the transfers of a chain of stages.
#include "analyzer/model/earlier_files.hpp"

#include <algorithm>

#include "analyzer/model/paths.hpp"
#include "analyzer/text/arena_vector.hpp"
#include "analyzer/text/base_name.hpp"

namespace dockcheck::model {
namespace {

std::string_view name_behind(std::string_view path) {
    while (path.ends_with('/')) path.remove_suffix(1);
    return base_name(path);
}

/// True when a path of another stage is one of its working directories, or holds one.
bool is_working_directory(Build const& build, Stage const& stage, std::string_view path) {
    for (auto const& instruction : stage.instructions) {
        auto const workdir = build.workdir(instruction);
        if (!workdir.is_set()) continue;
        auto const folder = clean_path(workdir.value.text_or_empty());
        if (folder != "/" && is_at_or_below(folder, path)) return true;
    }
    auto const& last = stage.config.workdir;
    return last.is_set() && last.value.text_or_empty() != "/"
           && is_at_or_below(clean_path(last.value.text_or_empty()), path);
}

bool is_folder(Build const& build, Transfer const& transfer, Transfer::Source const& source) {
    auto const text = source.value.known();
    if (!text || source.is_remote || source.has_wildcard || source.written->is_inline) return false;
    if (transfer.from != nullptr) {
        if (text->ends_with('/') || text->ends_with("/.")) return true;
        auto const* stage = transfer.from->stage;
        return stage != nullptr && is_working_directory(build, *stage, clean_path(*text));
    }
    auto const path = context_path(*text, build.arena());
    if (path.empty()) return true;
    auto const* context = build.context();
    return context != nullptr && context->look(path) == context::Presence::directory;
}

std::span<std::string_view const> find_made(Build const& build, Transfer const& transfer) {
    auto const target = target_of(transfer);
    if (target.empty()) return {};
    ArenaVector<std::string_view> result(build.arena());
    bool const into_folder =
        transfer.target.known_suffix().ends_with('/') || transfer.sources.size() > 1;
    for (auto const& source : transfer.sources) {
        auto const text = source.value.known();
        if (source.has_wildcard || !text) continue;
        if (is_folder(build, transfer, source) || !into_folder) {
            result.push_back(target);
            continue;
        }
        auto const name = name_behind(text->substr(0, text->find_first_of("?#")));
        if (!name.empty() && !source.written->is_inline) {
            result.push_back(path_below(target, name, build.arena()));
        }
    }
    return result.items();
}

}  // namespace

Transfer const* find_transfer_before(Stage const& stage, std::uint32_t position,
                                     FunctionRef<bool(Transfer const&)> is_it) {
    for (auto const* at = &stage; at != nullptr; at = at->parent) {
        for (auto i = at->transfers.size(); i-- > 0;) {
            auto const& transfer = at->transfers[i];
            if ((at != &stage || transfer.position < position) && is_it(transfer)) return &transfer;
        }
    }
    return nullptr;
}

std::string_view target_of(Transfer const& transfer) {
    auto target = transfer.target.text_or_empty();
    if (!target.starts_with('/')) return {};
    if (target.size() > 1 && target.ends_with('/')) target.remove_suffix(1);
    return target;
}

std::span<std::string_view const> made_by(Build const& build, Transfer const& transfer) {
    if (!transfer.made) transfer.made = find_made(build, transfer);
    return *transfer.made;
}

bool is_in_volume(RuntimeConfig const& config, std::string_view path) {
    return std::ranges::any_of(config.volumes, [&](VolumeEntry const& volume) {
        auto const text = volume.path.known();
        return !text || is_at_or_below(path, clean_path(*text));
    });
}

bool is_at_or_below(std::string_view path, std::string_view folder) {
    if (folder == "/") return path.starts_with('/');
    return path.starts_with(folder) && (path.size() == folder.size() || path[folder.size()] == '/');
}

bool copies_folder(Build const& build, Transfer const& transfer) {
    return std::ranges::any_of(transfer.sources, [&](Transfer::Source const& source) {
        return is_folder(build, transfer, source);
    });
}

std::span<Argument const* const> operands_of(Command const& command, Arena& arena) {
    ArenaVector<Argument const*> operands(arena);
    (void)any_operand(command, [&](Argument const& word) {
        operands.push_back(&word);
        return false;
    });
    return operands.items();
}

bool any_operand(Command const& command, FunctionRef<bool(Argument const&)> is_it) {
    bool only_operands = false;
    for (std::size_t i = 1; i < command.arguments.size(); ++i) {
        auto const& word = command.arguments[i];
        auto const text = word.value.known_prefix();
        bool const is_operand = only_operands || !text.starts_with('-') || text == "-";
        if (is_operand && is_it(word)) return true;
        only_operands = only_operands || text == "--";
    }
    return false;
}

bool is_recursive(Command const& command) {
    return std::ranges::any_of(command.arguments, [](Argument const& argument) {
        auto const text = argument.value.text_or_empty();
        if (text == "--recursive") return true;
        return text.size() > 1 && text[0] == '-' && text[1] != '-'
               && text.find('R') != std::string_view::npos;
    });
}

}  // namespace dockcheck::model
