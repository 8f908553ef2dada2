// Poetry's own installer puts everything into one folder, which its documentation names.
#include "analyzer/model/tool_installs.hpp"

#include <algorithm>

#include "analyzer/model/downloads.hpp"
#include "analyzer/model/earlier_files.hpp"
#include "analyzer/model/paths.hpp"

namespace dockcheck::model {
namespace {

bool is_python(std::string_view program) { return program.starts_with("python"); }

bool writes_file(Command const& command) {
    return std::ranges::any_of(command.redirections, [](Redirection const& one) {
        return one.operation.find('>') != std::string_view::npos;
    });
}

/// The command whose output this one reads, or nullptr.
Command const* feeder_of(Stage const& stage, Command const& command) {
    if (command.connector != Connector::pipe) return nullptr;
    auto const beside = stage.commands_of(*command.instruction);
    for (auto const& one : beside) {
        if (one.sequence + 1 == command.sequence && one.depth == command.depth) return &one;
    }
    return nullptr;
}

/// The last word of `ln -s A /b`.
bool ends_elsewhere(Command const& command, std::string_view path) {
    auto const target = command.arguments.back().value.known();
    if (!target || !target->starts_with('/')) return false;
    auto const cleaned = clean_path(*target);
    return !is_at_or_below(path, cleaned);
}

}  // namespace

bool fetches_poetry(Stage const&, Command const& command, Arena& arena) {
    if (command.follower != Connector::pipe || writes_file(command)) return false;
    auto const& download = download_of(command, arena);
    if (download.fetcher == Fetcher::none || download.urls.size() != 1) return false;
    static constexpr WordList to_file = " -o --output -O --remote-name --output-document ";
    auto const* option = download.find(to_file);
    bool const is_output = option == nullptr || option->value.text_or_empty() == "-";
    auto const address = address_of(download.urls.front()->value);
    return is_output && address.host_is_known && address.host == "install.python-poetry.org";
}

bool runs_fetched_poetry(Stage const& stage, Command const& command, Arena& arena) {
    auto const* feeder = is_python(command.program) ? feeder_of(stage, command) : nullptr;
    return feeder != nullptr && fetches_poetry(stage, *feeder, arena);
}

bool tool_leaves(Stage const& stage, Command const& command, Arena& arena, std::string_view path) {
    if (command.arguments.empty()) return false;
    if (command.program == "ln")
        return command.arguments.size() == 4 && ends_elsewhere(command, path);
    bool const is_installer =
        fetches_poetry(stage, command, arena) || runs_fetched_poetry(stage, command, arena);
    return is_installer && path.find("poetry") == path.npos;
}

}  // namespace dockcheck::model
