// See the header: counted in a first pass, put down in a second one.
#include "analyzer/model/mention_index.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "analyzer/text/place.hpp"

namespace dockcheck::model {

bool is_variable_name(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, is_part_of_name);
}

MentionIndex::MentionIndex(Source const& source, std::span<ast::Instruction const> instructions,
                           Arena& arena)
    : names_(arena) {
    for (auto const& instruction : instructions) declare(instruction);
    if (names_.size() == 0) return;
    // The size of each list first, then where each begins, then the lists.
    auto* const ends = arena.allocate<std::uint32_t>(names_.size());
    std::fill_n(ends, names_.size(), 0U);
    each_name(source, instructions, [&](std::size_t name, std::uint32_t) { ++ends[name]; });
    std::uint32_t size = 0;
    for (std::size_t name = 0; name < names_.size(); ++name) {
        size += std::exchange(ends[name], size);
    }
    auto* const positions = arena.allocate<std::uint32_t>(size);
    each_name(source, instructions, [&](std::size_t name, std::uint32_t position) {
        positions[ends[name]++] = position;
    });
    std::uint32_t begin = 0;
    for (std::size_t name = 0; name < names_.size(); ++name) {
        names_[name].positions = {positions + begin, positions + ends[name]};
        begin = ends[name];
    }
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

/// Calls with the number of each declared name and the position of the instruction, once for each
/// instruction.
template <typename Found>
void MentionIndex::each_name(Source const& source, std::span<ast::Instruction const> instructions,
                             Found found) {
    std::vector<std::uint32_t> last(names_.size(), 0);
    for (std::size_t position = 0; position < instructions.size(); ++position) {
        auto const text = Place{&source, instructions[position].whole}.text();
        auto const mark = static_cast<std::uint32_t>(position + 1);
        for (std::size_t begin = 0; begin < text.size(); ++begin) {
            if (!is_part_of_name(text[begin])) continue;
            auto end = begin + 1;
            while (end < text.size() && is_part_of_name(text[end])) ++end;
            auto const name = names_.index_of(text.substr(begin, end - begin));
            if (name < last.size() && last[name] != mark) {
                last[name] = mark;
                found(name, mark - 1);
            }
            begin = end;
        }
    }
}

}  // namespace dockcheck::model
