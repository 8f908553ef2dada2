// Looks at what is piped into chpasswd.
#include "analyzer/model/passwords.hpp"

#include <algorithm>

#include "analyzer/model/package_caches.hpp"

namespace dockcheck::model {
namespace {

bool has_password_input(Command const& command) {
    if (command.connector == Connector::pipe) return true;
    return std::ranges::any_of(command.redirections, [](Redirection const& redirection) {
        return redirection.operation.starts_with('<');
    });
}

/// True for `echo "name:$(openssl rand -hex 8)" |` in front of it.
bool is_made_up(Stage const& stage, Command const& command) {
    auto const beside = commands_beside(stage, command);
    auto const end = std::ranges::find_if(
        beside, [&](Command const& other) { return other.sequence >= command.sequence; });
    for (auto other = end; other != beside.begin();) {
        --other;
        if (other->in_substitution) continue;
        if (other->program != "echo" && other->program != "printf") return false;
        return std::ranges::any_of(other->arguments, [](Argument const& word) {
            return word.raw.text().find_first_of("`(") != std::string_view::npos;
        });
    }
    return false;
}

bool takes_encrypted(Command const& command) {
    return std::ranges::any_of(command.arguments, [](Argument const& word) {
        auto const text = word.value.text_or_empty();
        return text == "-e" || text == "--encrypted";
    });
}

}  // namespace

bool reads_plain_password(Stage const& stage, Command const& command) {
    if (command.program != "chpasswd" && command.program != "passwd") return false;
    return has_password_input(command) && !takes_encrypted(command) && !is_made_up(stage, command);
}

}  // namespace dockcheck::model
