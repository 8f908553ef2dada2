// Looking for the name of a file in the commands behind the COPY that brings it.
#include "analyzer/model/file_uses.hpp"

#include <algorithm>

#include "analyzer/model/word_list.hpp"
#include "analyzer/text/base_name.hpp"

namespace dockcheck::model {
namespace {

/// `--env-file=.env` and `@.env` name the file behind the sign.
bool names(std::string_view word, std::string_view path) {
    auto const sign = word.find_last_of("=@");
    if (sign != word.npos) word.remove_prefix(sign + 1);
    if (base_name(word) != base_name(path)) return false;
    while (word.starts_with("./")) word.remove_prefix(2);
    return word.ends_with(path) || path.ends_with(word);
}

bool reads_repository(Command const& command) {
    static constexpr WordList verbs =
        " archive checkout describe diff log ls-files rev-list rev-parse show status submodule ";
    return command.program == "git" && verbs.holds(command.argument(1));
}

bool uses(Command const& command, std::string_view path) {
    if (command.arguments.empty() || command.is_conditional) return false;
    if (path == ".git") return reads_repository(command);
    static constexpr WordList others = " [ [[ echo mkdir printf test touch ";
    if (others.holds(command.program)) return false;
    bool const is_copy = command.program == "cp" || command.program == "mv";
    auto words = command.arguments.subspan(1);
    // What is written there need not lie there before.
    if (is_copy && !words.empty()) words = words.first(words.size() - 1);
    bool const is_forced =
        command.program == "rm" && command.argument(1).find('f') != std::string_view::npos;
    return !is_forced && std::ranges::any_of(words, [&](Argument const& word) {
        auto const text = word.value.known();
        return text && names(*text, path);
    });
}

}  // namespace

Command const* user_of_file(Build const& build, Stage const& stage, Transfer const& behind,
                            std::string_view path) {
    for (auto const& command : stage.commands) {
        if (build.position_of(*command.instruction) < behind.position) continue;
        if (uses(command, path)) return &command;
    }
    return nullptr;
}

}  // namespace dockcheck::model
