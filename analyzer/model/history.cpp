// Recognising what each builder writes into a history.
#include "analyzer/model/history.hpp"

#include <algorithm>
#include <charconv>
#include <optional>
#include <string>

#include "analyzer/syntax/dockerfile/keyword.hpp"

namespace dockcheck::model {
namespace {

using Style = HistoryStep::Style;

constexpr std::string_view usual_shell = "/bin/sh -c";
constexpr std::string_view buildkit_end = " # buildkit";
constexpr std::string_view mark = "#(nop) ";

Mapped slice(Mapped const& text, std::size_t begin, std::size_t end = std::string_view::npos) {
    end = std::min<std::size_t>(end, text.size());
    begin = std::min(begin, end);
    return text.slice(static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end));
}

Mapped trimmed(Mapped const& text) {
    constexpr std::string_view blanks = " \t\r\n";
    auto const begin = text.text().find_first_not_of(blanks);
    if (begin == std::string_view::npos) return slice(text, text.size());
    return slice(text, begin, text.text().find_last_not_of(blanks) + 1);
}

bool is_name_character(char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
}

/// True where a word of the text begins with `NAME=`.
bool begins_assignment(std::string_view text, std::size_t at, bool of_label = false) {
    if (at > 0 && text[at - 1] != ' ') return false;
    auto end = at;
    auto const is_in_label = [&](char c) { return of_label && (c == '-' || c == '.' || c == '/'); };
    while (end < text.size() && (is_name_character(text[end]) || is_in_label(text[end]))) ++end;
    return end > at && end < text.size() && text[end] == '='
           && !(text[at] >= '0' && text[at] <= '9');
}

/// Where the words of one of the shells begin in a text; npos when they do not.
struct ShellWords {
    std::size_t begin = std::string_view::npos;
    std::size_t end = std::string_view::npos;
};

bool ends_word(std::string_view text, std::size_t at) {
    return at == text.size() || text[at] == ' ';
}

/// Reads the entries one after the other: SHELL changes how the RUNs behind it look.
class HistoryReader {
 public:
    explicit HistoryReader(std::string_view shell) : configured_(shell), current_(usual_shell) {}

    HistoryStep read(image::HistoryEntry const& entry) {
        HistoryStep step;
        step.entry = &entry;
        auto text = trimmed(entry.created_by.value);
        if (text.text().ends_with(buildkit_end)) {
            step.style = Style::buildkit;
            text = slice(text, 0, text.size() - buildkit_end.size());
        } else if (entry.comment.value.text().starts_with("buildkit.")) {
            step.style = Style::buildkit;
        }
        if (auto const at = marked_at(text.text()); at != std::string_view::npos) {
            step.style = Style::marked;
            read_instruction(trimmed(slice(text, at + mark.size())), step);
        } else if (!text.empty()) {
            read_other(text, step);
        }
        if (step.keyword == ast::Keyword::shell) remember_shell(step.arguments.text());
        return step;
    }

 private:
    /// The mark stands behind the words of a shell.
    [[nodiscard]] static std::size_t marked_at(std::string_view text) {
        auto const at = text.find(mark);
        constexpr std::size_t longest_shell = 200;
        if (at > longest_shell) return std::string_view::npos;
        return at == 0 || text[at - 1] == ' ' ? at : std::string_view::npos;
    }

    /// "CMD [...]"; the keyword is in capitals in every history.
    static bool read_instruction(Mapped const& text, HistoryStep& step) {
        auto const end = std::min<std::size_t>(text.text().find_first_of(" \t\n"), text.size());
        auto const word = text.text().substr(0, end);
        bool const is_capital =
            std::ranges::all_of(word, [](char c) { return c >= 'A' && c <= 'Z'; });
        auto const keyword = is_capital ? dockerfile::keyword_of(word) : ast::Keyword::unknown;
        if (keyword == ast::Keyword::unknown || keyword == ast::Keyword::from) return false;
        step.keyword = keyword;
        step.name = slice(text, 0, end);
        step.arguments = trimmed(slice(text, end));
        return true;
    }

    void read_other(Mapped const& text, HistoryStep& step) {
        if (read_instruction(text, step)) {
            if (step.keyword == ast::Keyword::run) read_run(step.arguments, step);
            return;
        }
        auto const shell = shell_at(text.text(), 0);
        if (text.text().front() != '|' && shell.begin != 0) return;
        step.keyword = ast::Keyword::run;
        step.style = Style::run;
        step.name = slice(text, 0, shell.begin == 0 ? shell.end : 1);
        read_run(text, step);
    }

    /// Takes `|2 A=1 B=2` and the shell off.
    void read_run(Mapped const& text, HistoryStep& step) {
        auto rest = text;
        if (text.text().starts_with('|')) {
            std::size_t count = 0;
            auto const view = text.text();
            auto const [end, error] =
                std::from_chars(view.data() + 1, view.data() + view.size(), count);
            auto const at = static_cast<std::size_t>(end - view.data());
            if (error != std::errc{} || !ends_word(view, at)) return forget(step);
            rest = read_arguments(trimmed(slice(text, at)), count, step);
        }
        auto const shell = shell_at(rest.text(), 0);
        step.arguments = shell.begin == 0 ? trimmed(slice(rest, shell.end)) : rest;
        if (step.arguments.empty()) forget(step);
    }

    static void forget(HistoryStep& step) {
        step.keyword = ast::Keyword::unknown;
        step.arguments = {};
    }

    /// The arguments end where the shell begins; without one, each is one word.
    Mapped read_arguments(Mapped const& text, std::size_t count, HistoryStep& step) const {
        if (count == 0) return text;
        auto const view = text.text();
        auto shell = ShellWords{};
        for (auto at = view.find(" /"); at != std::string_view::npos;
             at = view.find(" /", at + 1)) {
            shell = shell_at(view, at + 1);
            if (shell.begin != std::string_view::npos) break;
        }
        if (shell.begin == std::string_view::npos) {
            if (auto const other = first_other_shell(view)) shell = *other;
        }
        if (shell.begin != std::string_view::npos) {
            auto arguments = history_assignments(trimmed(slice(text, 0, shell.begin)));
            if (arguments.size() == count) step.build_arguments = std::move(arguments);
            return slice(text, shell.begin);
        }
        std::size_t at = 0;
        for (std::size_t i = 0; i < count; ++i) {
            if (!begins_assignment(view, at)) return {};
            at = view.find(' ', at);
            if (at == std::string_view::npos) return {};
            ++at;
        }
        step.build_arguments = history_assignments(trimmed(slice(text, 0, at)));
        return slice(text, at);
    }

    /// A shell whose words do not begin with a slash: those of Windows.
    [[nodiscard]] std::optional<ShellWords> first_other_shell(std::string_view text) const {
        for (std::string_view const shell :
             {std::string_view(current_), configured_, std::string_view("cmd /S /C"),
              std::string_view("powershell -Command")}) {
            if (shell.empty()) continue;
            auto const at = text.find(" " + std::string(shell) + " ");
            if (at != std::string_view::npos) return ShellWords{at + 1, at + 1 + shell.size()};
        }
        return std::nullopt;
    }

    [[nodiscard]] ShellWords shell_at(std::string_view text, std::size_t at) const {
        auto const rest = text.substr(at);
        for (std::string_view const shell :
             {std::string_view(current_), configured_, usual_shell, std::string_view("cmd /S /C"),
              std::string_view("powershell -Command")}) {
            if (shell.empty() || !rest.starts_with(shell) || !ends_word(rest, shell.size()))
                continue;
            return {at, at + shell.size()};
        }
        return {};
    }

    /// `[/bin/bash -o pipefail -c]`, or as it was written: `["/bin/bash", "-c"]`.
    void remember_shell(std::string_view words) {
        current_.clear();
        for (char const c : words) {
            if (c == '[' || c == ']' || c == '"') continue;
            if (c != ',') current_ += c;
        }
        constexpr std::size_t longest_shell = 200;
        if (current_.size() > longest_shell) current_ = usual_shell;
    }

    std::string_view configured_;
    std::string current_;
};

}  // namespace

std::vector<HistoryArgument> history_assignments(Mapped const& text, bool are_labels) {
    auto const view = text.text();
    std::vector<std::size_t> starts;
    for (std::size_t at = 0; at < view.size(); ++at) {
        if (starts.empty() || begins_assignment(view, at, are_labels)) starts.push_back(at);
    }
    std::vector<HistoryArgument> result;
    for (std::size_t i = 0; i < starts.size(); ++i) {
        auto const end = i + 1 < starts.size() ? starts[i + 1] : view.size();
        auto const part = trimmed(slice(text, starts[i], end));
        auto const equals = part.text().find_first_of("= ");
        bool const has_value = equals != std::string_view::npos && part.text()[equals] == '=';
        result.push_back({slice(part, 0, equals), has_value ? slice(part, equals + 1) : Mapped()});
    }
    return result;
}

std::vector<HistoryStep> history_steps(std::span<image::HistoryEntry const> history,
                                       std::string_view shell) {
    HistoryReader reader(shell);
    std::vector<HistoryStep> steps;
    steps.reserve(history.size());
    for (auto const& entry : history) steps.push_back(reader.read(entry));
    find_own_steps(steps);
    return steps;
}

}  // namespace dockcheck::model
