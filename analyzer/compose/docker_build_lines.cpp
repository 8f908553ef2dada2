// Takes such lines apart at their blanks, and leaves out what a shell would change.
#include "analyzer/compose/docker_build_lines.hpp"

#include <algorithm>
#include <array>

namespace dockcheck::compose {
namespace {

constexpr std::string_view blanks = " \t\r";

/// Options whose value is the next word (docs.docker.com, docker buildx build).
constexpr auto with_value = std::to_array<std::string_view>({"--add-host",
                                                             "--allow",
                                                             "--annotation",
                                                             "--attest",
                                                             "--build-arg",
                                                             "--build-context",
                                                             "--builder",
                                                             "--cache-from",
                                                             "--cache-to",
                                                             "--cgroup-parent",
                                                             "--file",
                                                             "--iidfile",
                                                             "--label",
                                                             "--memory",
                                                             "--metadata-file",
                                                             "--network",
                                                             "--no-cache-filter",
                                                             "--output",
                                                             "--platform",
                                                             "--progress",
                                                             "--secret",
                                                             "--shm-size",
                                                             "--ssh",
                                                             "--tag",
                                                             "--target",
                                                             "--ulimit",
                                                             "-f",
                                                             "-m",
                                                             "-o",
                                                             "-t"});
constexpr auto without_value = std::to_array<std::string_view>(
    {"--check", "--debug", "--load", "--no-cache", "--pull", "--push", "--quiet", "-D", "-q"});

template <std::size_t N>
bool is_one_of(std::string_view word, std::array<std::string_view, N> const& words) {
    return std::ranges::find(words, word) != words.end();
}

/// Lines whose ends behind a backslash are blanks.
std::string joined_lines(std::string_view script) {
    std::string text;
    while (!script.empty()) {
        auto const end = std::min(script.find('\n'), script.size());
        auto line = script.substr(0, end);
        while (line.ends_with('\r') || line.ends_with(' ')) line.remove_suffix(1);
        bool const goes_on = line.ends_with('\\');
        text += goes_on ? line.substr(0, line.size() - 1) : line;
        text += goes_on ? ' ' : '\n';
        script.remove_prefix(std::min(end + 1, script.size()));
    }
    return text;
}

std::vector<std::string_view> words_of(std::string_view line) {
    std::vector<std::string_view> words;
    while (true) {
        auto const begin = line.find_first_not_of(blanks);
        if (begin == line.npos) return words;
        line.remove_prefix(begin);
        auto const end = std::min(line.find_first_of(blanks), line.size());
        words.push_back(line.substr(0, end));
        line.remove_prefix(end);
    }
}

bool is_plain(std::string_view word) {
    return word.find_first_of("$`\"'\\*?<>(){}[]~#") == word.npos;
}

class LineReader {
 public:
    /// The words behind `docker build`.
    std::optional<DockerBuildLine> read(std::vector<std::string_view> const& words) {
        for (std::size_t i = 0; i < words.size(); ++i) {
            auto const word = words[i];
            if (!word.starts_with('-') || word == "-") {
                if (!line_.context.empty() || !is_plain(word)) return std::nullopt;
                line_.context = word;
                continue;
            }
            auto const equals = word.find('=');
            auto const name = word.substr(0, equals);
            if (equals != word.npos) {
                if (!take(name, word.substr(equals + 1))) return std::nullopt;
            } else if (is_one_of(name, with_value)) {
                if (++i == words.size() || !take(name, words[i])) return std::nullopt;
            } else if (!is_one_of(name, without_value)) {
                return std::nullopt;
            }
        }
        bool const is_folder = !line_.context.empty() && line_.context != "-";
        return is_folder ? std::optional(line_) : std::nullopt;
    }

 private:
    bool take(std::string_view name, std::string_view value) {
        // In quotes a blank does not end the word.
        auto const quotes = std::ranges::count(value, '"') + std::ranges::count(value, '\'');
        if (quotes % 2 != 0 || value.empty()) return false;
        if (name == "--build-arg") {
            line_.arguments.emplace_back(value.substr(0, value.find('=')));
            return true;
        }
        bool const is_file = name == "-f" || name == "--file";
        if (!is_file && name != "--target") return true;
        if (!is_plain(value)) return false;
        if (is_file) line_.file = value;
        if (!is_file) line_.target = value;
        return true;
    }

    DockerBuildLine line_;
};

/// The words behind `docker build`, `docker buildx build`, also with sudo in front; nothing for
/// other commands.
std::optional<std::vector<std::string_view>> build_words(std::string_view command) {
    auto words = words_of(command);
    auto at = words.begin();
    if (at != words.end() && *at == "sudo") ++at;
    if (at == words.end() || *at++ != "docker") return std::nullopt;
    if (at != words.end() && (*at == "buildx" || *at == "image")) ++at;
    if (at == words.end() || *at++ != "build") return std::nullopt;
    return std::vector<std::string_view>(at, words.end());
}

/// Also behind what begins a group or a branch: `(cd web`, `{ cd web`, `then cd web`.
bool changes_folder(std::string_view command) {
    constexpr auto openers = std::to_array<std::string_view>({"{", "!", "then", "else", "do"});
    for (auto word : words_of(command)) {
        while (word.starts_with('(')) word.remove_prefix(1);
        if (word.empty() || is_one_of(word, openers)) continue;
        return word == "cd" || word == "pushd";
    }
    return false;
}

}  // namespace

std::vector<DockerBuildLine> docker_build_lines(std::string_view script) {
    std::vector<DockerBuildLine> lines;
    auto const text = joined_lines(script);
    for (std::string_view rest = text; !rest.empty();) {
        auto const end = std::min(rest.find_first_of("\n;|&"), rest.size());
        auto const command = rest.substr(0, end);
        rest.remove_prefix(std::min(end + 1, rest.size()));
        if (changes_folder(command)) return lines;
        auto const words = build_words(command);
        if (!words) continue;
        if (auto line = LineReader().read(*words)) lines.push_back(std::move(*line));
    }
    return lines;
}

}  // namespace dockcheck::compose
