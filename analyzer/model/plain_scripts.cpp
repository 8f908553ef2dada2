// Taking a script apart at blanks and `&&`: whatever needs more of a shell is left alone.
#include "analyzer/model/plain_scripts.hpp"

#include <algorithm>

#include "analyzer/model/word_list.hpp"

namespace dockcheck::model {
namespace {

constexpr std::string_view between_words = " \t";

std::vector<std::string_view> words_of(std::string_view text) {
    std::vector<std::string_view> words;
    while (true) {
        auto const begin = text.find_first_not_of(between_words);
        if (begin == text.npos) return words;
        auto const end = std::min(text.find_first_of(between_words, begin), text.size());
        words.push_back(text.substr(begin, end - begin));
        text.remove_prefix(end);
    }
}

bool is_assignment(std::string_view word) {
    auto const equals = word.find('=');
    return equals != 0 && equals != word.npos && word.find_first_of("/-@") > equals;
}

/// Neither fails nor makes a file.
bool only_prints(std::vector<std::string_view> const& words) {
    if (words.empty()) return true;
    if (words[0] == "echo") return true;
    return words.size() > 1 && words[0] == "npx" && words[1] == "only-allow";
}

}  // namespace

std::vector<std::string_view> first_plain_command(std::string_view script) {
    if (script.find_first_of(";|`$<>()\n\\*?{") != script.npos) return {};
    while (!script.empty()) {
        auto const end = std::min(script.find("&&"), script.size());
        auto const part = script.substr(0, end);
        script.remove_prefix(std::min(end + 2, script.size()));
        if (part.find('&') != part.npos) return {};
        auto words = words_of(part);
        auto const begin = std::ranges::find_if_not(
            words, [](auto word) { return word == "cross-env" || is_assignment(word); });
        words.erase(words.begin(), begin);
        if (!only_prints(words)) return words;
    }
    return {};
}

std::string_view file_of_plain_command(std::vector<std::string_view> const& words) {
    static constexpr WordList interpreters = " node php @php python python3 ruby sh bash tsx ";
    if (words.empty()) return {};
    bool const is_interpreted = interpreters.holds(words[0]);
    if (is_interpreted && words.size() < 2) return {};
    auto const file = is_interpreted ? words[1] : words[0];
    bool const is_path = is_interpreted || file.starts_with("./");
    if (!is_path || file.starts_with('-') || file.starts_with('/') || file.starts_with("..")
        || file.find_first_of("\"'%") != file.npos) {
        return {};
    }
    bool const is_installed =
        file.find("node_modules/") != file.npos || file.find("vendor/") != file.npos;
    return is_installed ? std::string_view{} : file;
}

}  // namespace dockcheck::model
