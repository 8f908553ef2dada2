// Searching the instructions in front of a command.
#include "analyzer/model/package_settings.hpp"

#include <algorithm>

#include "analyzer/text/base_name.hpp"
#include "analyzer/text/byte_search.hpp"

namespace dockcheck::model {

bool is_mentioned_before(Build const& build, Stage const& stage, Command const& command,
                         std::string_view word) {
    auto const positions = build.positions_with(word);
    auto const position = build.position_of(*command.instruction);
    for (auto const* part = &stage; part != nullptr && !positions.empty(); part = part->parent) {
        if (part->instructions.empty()) continue;
        auto const begin = build.position_of(part->instructions.front());
        auto const first = std::lower_bound(positions.begin(), positions.end(), begin);
        auto const last = build.position_of(part->instructions.back());
        if (first != positions.end() && *first <= std::min(position, last)) return true;
    }
    return false;
}

bool may_be_copied_before(Build const& build, Stage const& stage, Command const& command,
                          std::string_view folder) {
    auto const position = build.position_of(*command.instruction);
    for (auto const* part = &stage; part != nullptr; part = part->parent) {
        for (auto const& transfer : part->transfers) {
            if (transfer.position >= position) break;
            auto const target = transfer.target.known_prefix();
            if (target == "/" || target.starts_with(folder)) return true;
            if (folder.starts_with(target) && target.starts_with('/')) return true;
        }
    }
    return false;
}

bool may_hide_option(Command const& command) {
    return std::ranges::any_of(command.arguments, [](Argument const& argument) {
        return !argument.value.is_known() && argument.value.known_prefix().empty();
    });
}

bool has_word_with(Command const& command, std::string_view text) {
    return std::ranges::any_of(command.arguments, [&](Argument const& argument) {
        return holds_without_case(argument.raw.text(), text);
    });
}

std::string called(PackageCommand const& command) {
    std::string text;
    for (auto const& word : command.manager_words) {
        auto const name = word.value.text_or_empty();
        if (!text.empty()) text += ' ';
        text += text.empty() ? base_name(name) : name;
    }
    auto words = command.verb_words;
    if (words.empty() && command.verb_argument != nullptr) words = {command.verb_argument, 1};
    for (auto const& word : words) {
        text += ' ';
        text += word.value.text_or_empty();
    }
    return text;
}

std::string called(Command const& command, Arena& arena) {
    if (manager_of(command) == Manager::none) return std::string(command.program);
    return called(package_command(command, arena));
}

Span called_at(PackageCommand const& command) {
    auto const first = command.manager_words.front().span;
    if (command.verb_argument == nullptr) return join(first, command.manager_words.back().span);
    return join(first, command.verb_argument->span);
}

std::string listed(std::span<std::string_view const> names) {
    std::string text;
    std::size_t const shown = names.size() > 4 ? 3 : names.size();
    for (std::size_t i = 0; i < shown; ++i) {
        bool const is_last = i + 1 == names.size();
        if (i > 0) text += is_last ? " and " : ", ";
        text += names[i];
    }
    if (shown < names.size()) text += " and " + std::to_string(names.size() - shown) + " more";
    return text;
}

}  // namespace dockcheck::model
