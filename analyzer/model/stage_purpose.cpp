// Names taken apart into words.
#include "analyzer/model/stage_purpose.hpp"

#include <algorithm>
#include <string>

#include "analyzer/text/without_case.hpp"

namespace dockcheck::model {
namespace {

bool has_word(std::string_view name, std::span<std::string_view const> words) {
    auto const lower = lower_case(name);
    std::string_view rest = lower;
    while (!rest.empty()) {
        auto const end = std::min(rest.find_first_of("._-"), rest.size());
        if (std::ranges::find(words, rest.substr(0, end)) != words.end()) return true;
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return false;
}

}  // namespace

bool is_named_for(Build const& build, Stage const& stage, std::span<std::string_view const> words) {
    std::string_view const path = build.source().name();
    auto const file = path.substr(path.find_last_of("/\\") + 1);
    if (has_word(file, words)) return true;
    bool const is_last = stage.index + 1 == build.stages().size();
    // Behind a bare FROM any name may have been meant.
    auto const* const from = stage.from_instruction;
    if (!is_last && from != nullptr && from->says_nothing()) return true;
    return !is_last && has_word(stage.name, words);
}

}  // namespace dockcheck::model
