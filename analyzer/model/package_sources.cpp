// What stands in front of a command of a package manager, read for changes of its sources.
#include "analyzer/model/package_sources.hpp"

#include <algorithm>
#include <iterator>

#include "analyzer/model/package_index.hpp"
#include "analyzer/model/packages.hpp"
#include "analyzer/model/run_mounts.hpp"
#include "analyzer/model/word_list.hpp"
#include "analyzer/text/base_name.hpp"
#include "analyzer/text/byte_search.hpp"

namespace dockcheck::model {
namespace {

/// The lines of the command's own instruction up to it.
std::string_view text_before(Build const& build, Command const& command) {
    auto const whole = command.instruction->whole;
    auto const all = build.source().bytes();
    if (command.span.begin < whole.begin || command.span.begin > all.size()) {
        return all.substr(whole.begin, whole.end - whole.begin);
    }
    return all.substr(whole.begin, command.span.begin - whole.begin);
}

/// True where a text holds the word at a place only as a part of the path of a file in the folder.
/// The folder itself and patterns in it (`rm /etc/apt/apt.conf.d/*`) may mean any file of the
/// image.
bool is_file_of(std::string_view text, std::size_t at, std::string_view word,
                std::string_view folder) {
    auto const offset = folder.find(word);
    if (offset == folder.npos || at < offset) return false;
    if (!text.substr(at - offset).starts_with(folder)) return false;
    auto const name = text.substr(at - offset + folder.size());
    auto const file = name.substr(0, name.find_first_of(" \t\r\n;&|<>()\"'`]"));
    bool const is_own = file == "debian.sources" || file == "ubuntu.sources";
    return !file.empty() && !is_own && file.find_first_of("*?[]{}$\\") == file.npos;
}

/// True for a word of which the text in front of the command speaks only where it names files that
/// leave the image's own sources as they are.
bool is_of_harmless_files(Build const& build, Command const& command, std::string_view word,
                          std::span<std::string_view const> folders) {
    auto const text = build.source().bytes().substr(0, command.span.begin);
    bool is_somewhere = false;
    for (auto at = text.find(word); at != text.npos; at = text.find(word, at + 1)) {
        is_somewhere = true;
        auto const is_there = [&](auto folder) { return is_file_of(text, at, word, folder); };
        if (std::ranges::none_of(folders, is_there)) return false;
    }
    return is_somewhere;
}

bool is_mentioned_in_front(Build const& build, Stage const& stage, Command const& command,
                           std::string_view word, std::span<std::string_view const> folders) {
    if (!build.may_hold(word) || is_of_harmless_files(build, command, word, folders)) return false;
    auto const positions = build.positions_with(word);
    auto const position = build.position_of(*command.instruction);
    for (auto const* part = &stage; part != nullptr && !positions.empty(); part = part->parent) {
        if (part->instructions.empty()) continue;
        auto const begin = build.position_of(part->instructions.front());
        auto const end = std::min(position, build.position_of(part->instructions.back()) + 1);
        auto const first = std::lower_bound(positions.begin(), positions.end(), begin);
        if (first != positions.end() && *first < end) return true;
    }
    return holds_without_case(text_before(build, command), word);
}

/// `COPY start.sh /`: files that certainly land beside the folders of the system.
bool are_plain_files(Transfer const& transfer) {
    if (transfer.is_add || transfer.from != nullptr) return false;
    return std::ranges::all_of(transfer.sources, [](Transfer::Source const& source) {
        auto const name = source.value.known();
        return name && !source.has_wildcard && base_name(*name).find('.') != name->npos
               && base_name(*name).front() != '.';
    });
}

bool may_change_system(Transfer const& transfer) {
    auto const target = transfer.target.known();
    if (!target || target->empty()) return true;
    if (*target == "/") return !are_plain_files(transfer);
    return target->starts_with("/etc");
}

/// A path that is certainly no folder of the system's settings.
bool is_elsewhere(Value const& target) {
    auto const path = target.known();
    return path && path->starts_with('/') && *path != "/" && !path->starts_with("/etc")
           && path->find("..") == path->npos;
}

/// `cp a /usr/local/bin/`, `tar -xzf a.tgz -C /opt`: what is written lands beside the settings.
bool writes_elsewhere(Command const& command) {
    static constexpr WordList copiers = " cp install mv ";
    if (copiers.holds(command.program)) {
        bool const names_target = std::ranges::any_of(command.arguments, [](Argument const& one) {
            auto const text = one.value.known_prefix();
            return text.starts_with("-t") || text.starts_with("--t");
        });
        return !names_target && command.arguments.size() > 2
               && is_elsewhere(command.arguments.back().value);
    }
    for (std::size_t i = 1; i + 1 < command.arguments.size(); ++i) {
        if (command.argument(i) == "-C") return is_elsewhere(command.arguments[i + 1].value);
    }
    return false;
}

/// Neither a package file, nor a program that nobody knows or that writes files wherever it is
/// told.
bool keeps_sources(Build const& build, Command const& command) {
    static constexpr WordList writers = " cp install mv rsync tar unzip cpio ";
    // What the images php and those with Apache bring of their own.
    static constexpr WordTable helpers =
        " a2disconf a2dismod a2dissite a2enconf a2enmod a2ensite docker-php-ext-configure "
        "docker-php-ext-enable docker-php-ext-install docker-php-source pecl ";
    if (command.use == Use::run && writers.holds(command.program)) return writes_elsewhere(command);
    if (helpers.holds(command.argument(0))) return true;
    if (command.use != Use::run || leaves_index_alone(command)) return true;
    if (manager_of(command) == Manager::none) return false;
    return package_command(command, build.arena()).paths.empty();
}

bool may_change_sources(Build const& build, Stage const& stage, Command const& command) {
    auto const position = build.position_of(*command.instruction);
    if (!stage.triggered.instructions.empty() || stage.may_set_more) return true;
    for (auto const& transfer : stage.transfers) {
        if (transfer.position < position && may_change_system(transfer)) return true;
    }
    for (auto const& other : stage.commands) {
        if (&other == &command) break;
        if (!keeps_sources(build, other)) return true;
    }
    return false;
}

bool has_files_of_builder(Build const& build, Stage const& stage, Command const& command) {
    auto const position = build.position_of(*command.instruction);
    return std::ranges::any_of(stage.instructions, [&](ast::Instruction const& other) {
        return other.keyword == ast::Keyword::run && build.position_of(other) <= position
               && has_mount(other, "bind");
    });
}

}  // namespace

bool may_have_other_sources(Build const& build, Stage const& stage, Command const& command,
                            std::span<std::string_view const> words, OtherLists lists) {
    // Settings there move no sources, but those that other words tell of.
    static constexpr std::string_view folders[] = {"/etc/apt/apt.conf.d/",
                                                   "/etc/apt/sources.list.d/", "/etc/apt/keyrings/",
                                                   "/etc/apt/trusted.gpg.d/"};
    auto const harmless =
        std::span(folders).first(lists == OtherLists::count ? 1 : std::size(folders));
    for (auto const* part = &stage; part != nullptr; part = part->parent) {
        if (may_change_sources(build, *part, command)) return true;
        if (has_files_of_builder(build, *part, command)) return true;
    }
    return std::ranges::any_of(words, [&](std::string_view word) {
        return is_mentioned_in_front(build, stage, command, word, harmless);
    });
}

}  // namespace dockcheck::model
