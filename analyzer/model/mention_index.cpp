// See the header: every word of the file is looked up, then the places are sorted by name.
#include "analyzer/model/mention_index.hpp"

#include <algorithm>
#include <utility>

#include "analyzer/model/word_list.hpp"
#include "analyzer/text/place.hpp"

namespace dockcheck::model {

bool is_variable_name(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, is_part_of_name);
}

bool is_assignable_name(std::string_view text) {
    return is_variable_name(text) && (text.front() < '0' || text.front() > '9');
}

MentionIndex::MentionIndex(Source const& source, std::span<ast::Instruction const> instructions,
                           Arena& arena)
    : source_(source), instructions_(instructions), arena_(arena), names_(arena) {
    for (auto const& instruction : instructions) declare(instruction);
}

bool MentionIndex::is_set_by_env(std::string_view name) const {
    auto const* const known = names_.find(name);
    return known != nullptr && known->is_set_by_env;
}

std::span<std::uint32_t const> const* MentionIndex::find(std::string_view name) {
    if (!has_positions_) find_positions();
    auto const* const known = names_.find(name);
    return known == nullptr ? nullptr : &known->positions;
}

void MentionIndex::declare(ast::Instruction const& instruction) {
    auto const add = [&](std::span<ast::Pair const> pairs, bool is_env) {
        for (auto const& pair : pairs) {
            auto const name = pair.key.text.text();
            if (is_variable_name(name)) names_.get(name, {}).is_set_by_env |= is_env;
        }
    };
    if (auto const* arg = ast::get_if<ast::Arg>(&instruction.node)) add(arg->pairs, false);
    if (auto const* env = ast::get_if<ast::Env>(&instruction.node)) add(env->pairs, true);
}

void MentionIndex::find_positions() {
    struct Mention {
        std::uint32_t name;
        std::uint32_t position;
    };
    has_positions_ = true;
    if (names_.size() == 0) return;
    ArenaVector<Mention> mentions(arena_);
    auto* const ends = arena_.allocate<std::uint32_t>(names_.size());
    std::fill_n(ends, names_.size(), 0U);
    each_name([&](std::uint32_t name, std::uint32_t position) {
        ++ends[name];
        mentions.push_back({name, position});
    });
    // From the size of each list to where it begins; filling it moves that to where it ends.
    std::uint32_t size = 0;
    for (std::size_t name = 0; name < names_.size(); ++name) {
        size += std::exchange(ends[name], size);
    }
    auto* const positions = arena_.allocate<std::uint32_t>(size);
    for (auto const& mention : mentions) positions[ends[mention.name]++] = mention.position;
    std::uint32_t begin = 0;
    for (std::size_t name = 0; name < names_.size(); ++name) {
        names_[name].positions = {positions + begin, positions + ends[name]};
        begin = ends[name];
    }
}

/// Calls with the number of each declared name and the position of the instruction, once for each
/// instruction.
template <typename Found>
void MentionIndex::each_name(Found found) {
    WordMarks marks;
    for (auto const& entry : names_) marks.add(entry.name);
    auto* const last = arena_.allocate<std::uint32_t>(names_.size());
    std::fill_n(last, names_.size(), 0U);
    for (std::size_t position = 0; position < instructions_.size(); ++position) {
        auto const text = Place{&source_, instructions_[position].whole}.text();
        auto const mark = static_cast<std::uint32_t>(position + 1);
        for (std::size_t begin = 0; begin < text.size(); ++begin) {
            if (!is_part_of_name(text[begin])) continue;
            auto end = begin + 1;
            while (end < text.size() && is_part_of_name(text[end])) ++end;
            auto const word = text.substr(begin, end - begin);
            begin = end;
            if (!marks.may_hold(word)) continue;
            auto const name = names_.index_of(word);
            if (name == names_.size() || last[name] == mark) continue;
            last[name] = mark;
            found(static_cast<std::uint32_t>(name), mark - 1);
        }
    }
}

}  // namespace dockcheck::model
