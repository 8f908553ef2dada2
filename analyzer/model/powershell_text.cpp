// How PowerShell is started, and the text of its script behind the quotes of others.
#include "analyzer/model/powershell_text.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include "analyzer/text/mapped_text.hpp"
#include "analyzer/text/without_case.hpp"

namespace dockcheck::model {
namespace {

constexpr auto npos = std::string_view::npos;

std::string_view without_folder(std::string_view program) {
    auto const slash = program.find_last_of("/\\");
    if (slash != npos) program.remove_prefix(slash + 1);
    if (program.size() > 4 && equal_without_case(program.substr(program.size() - 4), ".exe")) {
        program.remove_suffix(4);
    }
    return program;
}

enum class Option : std::uint8_t { flag, value, script, other };

struct KnownOption {
    std::string_view name;
    Option kind;
};

/// An option may be cut short: the first that begins with it counts.
constexpr KnownOption known_options[] = {
    {"command", Option::script},
    {"file", Option::other},
    {"encodedcommand", Option::other},
    {"ec", Option::other},
    {"executionpolicy", Option::value},
    {"ep", Option::value},
    {"noprofile", Option::flag},
    {"noninteractive", Option::flag},
    {"nologo", Option::flag},
    {"noexit", Option::flag},
    {"sta", Option::flag},
    {"mta", Option::flag},
    {"login", Option::flag},
    {"interactive", Option::flag},
    {"inputformat", Option::value},
    {"outputformat", Option::value},
    {"windowstyle", Option::value},
    {"version", Option::value},
    {"workingdirectory", Option::value},
    {"wd", Option::value},
};

Option option_of(std::string_view word) {
    word.remove_prefix(word.starts_with("--") ? 2 : 1);
    for (auto const& option : known_options) {
        bool const begins = !word.empty() && word.size() <= option.name.size()
                            && equal_without_case(option.name.substr(0, word.size()), word);
        if (begins) return option.kind;
    }
    return Option::other;
}

bool is_blank(char c) { return c == ' ' || c == '\t'; }

/// Behind what cmd takes for one command: an operator outside of quotes ends it.
std::uint32_t cmd_command_end(std::string_view line, std::uint32_t at) {
    bool quoted = false;
    for (; at < line.size(); ++at) {
        if (line[at] == '"') quoted = !quoted;
        if (!quoted && line[at] == '^') {
            ++at;
        } else if (!quoted && (line[at] == '&' || line[at] == '|')) {
            return at;
        }
    }
    return static_cast<std::uint32_t>(line.size());
}

}  // namespace

bool is_powershell(std::string_view program) {
    program = without_folder(program);
    return equal_without_case(program, "powershell") || equal_without_case(program, "pwsh");
}

bool is_powershell_core(std::string_view program) {
    return equal_without_case(without_folder(program), "pwsh");
}

std::optional<std::size_t> powershell_script_word(std::span<std::string_view const> words) {
    for (std::size_t i = 1; i < words.size(); ++i) {
        if (!words[i].starts_with('-')) {
            // Windows PowerShell takes it for a script, pwsh for a file.
            if (is_powershell_core(words[0]) || words[i].empty()) return std::nullopt;
            return i;
        }
        switch (option_of(words[i])) {
            case Option::script:
                return i + 1;
            case Option::value:
                ++i;
                break;
            case Option::flag:
                break;
            case Option::other:
                return std::nullopt;
        }
    }
    return std::nullopt;
}

std::optional<PowerShellStart> PowerShellStarts::next() {
    auto const line = line_.text();
    while (at_ < line.size()) {
        auto const begin = static_cast<std::uint32_t>(
            std::min(line.find_first_not_of(" \t\r\n@(&|", at_), line.size()));
        auto const end = cmd_command_end(line, begin);
        at_ = end;
        std::vector<std::string_view> words;
        std::vector<std::uint32_t> places;
        for (auto at = begin; at < end && words.size() < 20;) {
            auto word_end = at;
            while (word_end < end && !is_blank(line[word_end])) ++word_end;
            words.push_back(line.substr(at, word_end - at));
            places.push_back(at);
            if (!is_powershell(words.front())) break;
            while (word_end < end && is_blank(line[word_end])) ++word_end;
            at = word_end;
        }
        if (words.empty() || !is_powershell(words.front())) continue;
        auto const script = powershell_script_word(words);
        if (!script || *script >= words.size()) continue;
        return PowerShellStart{line_.slice(begin, places[*script]),
                               line_.slice(places[*script], end), is_powershell_core(words[0])};
    }
    return std::nullopt;
}

Mapped windows_argument_text(Mapped text, Arena& arena) {
    auto const bytes = text.text();
    MappedText result;
    std::uint32_t kept = 0;
    bool quoted = false;
    for (auto quote = bytes.find('"'); quote != npos; quote = bytes.find('"', quote + 1)) {
        auto const at = static_cast<std::uint32_t>(quote);
        auto slashes = at;
        while (slashes > kept && bytes[slashes - 1] == '\\') --slashes;
        auto const count = at - slashes;
        // Of backslashes in front of a quote each second one is kept.
        result.append(text.slice(kept, slashes + count / 2));
        kept = at + 1;
        if (count % 2 == 1) {
            result.append("\"", text.slice(at - 1, at + 1).source());
        } else if (quoted && bytes.substr(at + 1).starts_with('"')) {
            result.append("\"", text.slice(at, at + 2).source());
            kept = at + 2;
            ++quote;
        } else {
            quoted = !quoted;
        }
    }
    result.append(text.slice(kept, text.size()));
    return result.done(arena);
}

std::optional<Mapped> text_behind_cmd(Mapped text, Arena& arena) {
    auto const bytes = text.text();
    MappedText result;
    std::uint32_t kept = 0;
    bool quoted = false;
    for (std::uint32_t at = 0; at < bytes.size(); ++at) {
        auto const c = bytes[at];
        if (c == '"') quoted = !quoted;
        if (!quoted && (c == '<' || c == '>')) return std::nullopt;
        if (c == '%') {
            auto const end = bytes.find_first_of("% \t", at + 1);
            if (end != npos && bytes[end] == '%' && end > at + 1) return std::nullopt;
        }
        if (c != '^' || quoted) continue;
        result.append(text.slice(kept, at));
        kept = ++at;
    }
    if (kept == 0) return windows_argument_text(text, arena);
    result.append(text.slice(std::min(kept, text.size()), text.size()));
    return windows_argument_text(result.done(arena), arena);
}

std::optional<Mapped> text_of_shell_word(Mapped word, Arena& arena) {
    auto const bytes = word.text();
    auto const inner = [&] { return word.slice(1, word.size() - 1); };
    if (bytes.find_first_of("\\'\"$`*?[") == npos) return word;
    if (bytes.size() < 2 || bytes.front() != bytes.back()) return std::nullopt;
    if (bytes.front() == '\'' && bytes.find('\'', 1) == bytes.size() - 1) return inner();
    if (bytes.front() != '"') return std::nullopt;
    auto const text = inner();
    MappedText result;
    std::uint32_t kept = 0;
    for (std::uint32_t at = 0; at < text.size(); ++at) {
        auto const c = text.text()[at];
        if (c == '$' || c == '`' || c == '"') return std::nullopt;
        if (c != '\\' || at + 1 == text.size()) continue;
        if (std::string_view("$`\"\\").find(text.text()[at + 1]) == npos) continue;
        result.append(text.slice(kept, at));
        result.append(text.text().substr(at + 1, 1), text.slice(at, at + 2).source());
        kept = at + 2;
        ++at;
    }
    result.append(text.slice(kept, text.size()));
    return result.done(arena);
}

}  // namespace dockcheck::model
