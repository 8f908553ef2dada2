// Looks at what is piped into chpasswd.
#include "analyzer/model/passwords.hpp"

#include <algorithm>
#include <string>

#include "analyzer/model/package_caches.hpp"

namespace dockcheck::model {
namespace {

bool has_password_input(Command const& command) {
    if (command.connector == Connector::pipe) return true;
    return std::ranges::any_of(command.redirections, [](Redirection const& redirection) {
        return redirection.operation.starts_with('<');
    });
}

/// The echo or printf that stands in front of a command, or nullptr.
Command const* echo_before(Stage const& stage, Command const& command) {
    auto const beside = commands_beside(stage, command);
    auto const end = std::ranges::find_if(
        beside, [&](Command const& other) { return other.sequence >= command.sequence; });
    for (auto other = end; other != beside.begin();) {
        --other;
        if (other->in_substitution) continue;
        bool const is_echo = other->program == "echo" || other->program == "printf";
        return is_echo ? &*other : nullptr;
    }
    return nullptr;
}

/// True for `echo "name:$(openssl rand -hex 8)" |` in front of it.
bool is_made_up(Stage const& stage, Command const& command) {
    auto const* const echo = echo_before(stage, command);
    return echo != nullptr && std::ranges::any_of(echo->arguments, [](Argument const& word) {
               return word.raw.text().find_first_of("`(") != std::string_view::npos;
           });
}

/// True for `echo secret |` in front of it, where all of it is known.
bool is_echoed(Stage const& stage, Command const& command) {
    auto const* const echo = echo_before(stage, command);
    return echo != nullptr && echo->arguments.size() > 1
           && std::ranges::all_of(echo->arguments,
                                  [](Argument const& word) { return word.value.is_known(); });
}

/// True for a statement of SQL with PASSWORD 'x' or IDENTIFIED BY 'x' in it.
bool sets_password(std::string_view statement) {
    constexpr std::size_t longest = 2000;
    std::string text(statement.substr(0, longest));
    std::ranges::transform(text, text.begin(), [](char c) {
        return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;  // NOLINT: to capitals
    });
    static constexpr std::string_view all_words[] = {" PASSWORD '", "IDENTIFIED BY '"};
    return std::ranges::any_of(all_words, [&](std::string_view words) {
        auto const at = text.find(words);
        if (at == text.npos) return false;
        auto const value = std::string_view(text).substr(at + words.size());
        // Nothing at all, or what is encrypted already.
        bool const is_hash =
            value.starts_with('*') || value.starts_with("MD5") || value.starts_with("SCRAM");
        return !value.empty() && value.front() != '\'' && !is_hash;
    });
}

bool takes_encrypted(Command const& command) {
    return std::ranges::any_of(command.arguments, [](Argument const& word) {
        auto const text = word.value.text_or_empty();
        return text == "-e" || text == "--encrypted";
    });
}

}  // namespace

bool stores_database_password(Stage const& stage, Command const& command) {
    if (command.program == "debconf-set-selections") {
        if (command.connector != Connector::pipe || !is_echoed(stage, command)) return false;
        std::string text;
        for (auto const& word : echo_before(stage, command)->arguments) {
            text += word.value.text_or_empty();
            text += ' ';
        }
        constexpr std::string_view question = "_password password ";
        auto const at = text.find(question);
        return at != text.npos
               && text.find_first_not_of(" \t\n\\", at + question.size()) != text.npos;
    }
    bool const is_client =
        command.program == "psql" || command.program == "mysql" || command.program == "mariadb";
    return is_client && std::ranges::any_of(command.arguments, [](Argument const& word) {
               return word.quoted && sets_password(word.value.text_or_empty());
           });
}

bool stores_remote_desktop_password(Stage const& stage, Command const& command) {
    if (command.program == "vncpasswd") {
        return command.connector == Connector::pipe && !is_made_up(stage, command)
               && is_echoed(stage, command);
    }
    if (command.program != "x11vnc") return false;
    for (std::size_t i = 1; i + 1 < command.arguments.size(); ++i) {
        // Alone it asks, and with one word behind it that is the file.
        if (command.argument(i) != "-storepasswd") continue;
        return i + 2 < command.arguments.size() && !command.argument(i + 1).empty();
    }
    return false;
}

bool reads_plain_password(Stage const& stage, Command const& command) {
    if (command.program != "chpasswd" && command.program != "passwd") return false;
    return has_password_input(command) && !takes_encrypted(command) && !is_made_up(stage, command);
}

}  // namespace dockcheck::model
