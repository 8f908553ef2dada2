// Questions about a build that is known.
#include "analyzer/model/build.hpp"

#include <algorithm>

#include "analyzer/image/image.hpp"
#include "analyzer/model/base_image.hpp"
#include "analyzer/model/builder.hpp"
#include "analyzer/model/image_instructions.hpp"
#include "analyzer/model/paths.hpp"
#include "analyzer/syntax/dockerfile/meant.hpp"
#include "analyzer/syntax/dockerfile/parse.hpp"
#include "analyzer/text/byte_search.hpp"

namespace dockcheck::model {
namespace {

using VariableState = dockerfile::Variable::State;

dockerfile::Variable unknown_variable() { return {VariableState::unknown, {}}; }

/// True for a folder that holds Dockerfiles and settings alone: what is built lies elsewhere.
bool lies_alone(context::Context const& context) {
    // The root of a repository: what is there belongs together, and its own files are not looked
    // at.
    if (context.status(".git").kind == context::FileKind::directory) return false;
    constexpr std::size_t enough = 16;
    auto const files = context.all_files(enough);
    return files.size() < enough && std::ranges::all_of(files, [](std::string_view path) {
               return path.starts_with('.') || path.find("ockerfile") != path.npos
                      || path.find("ontainerfile") != path.npos;
           });
}

/// True where a bind mount, other than of `missing`, takes what the context does not have.
bool lacks_mounted_file(Build const& build, std::string_view missing) {
    return std::ranges::any_of(build.file().instructions, [&](ast::Instruction const& instruction) {
        auto const* run = ast::get_if<ast::Run>(&instruction.node);
        if (run == nullptr) return false;
        return std::ranges::any_of(run->mounts, [&](ast::Mount const& mount) {
            auto const* type = mount.find("type");
            auto const* source = mount.find("source", "src");
            bool const is_bind = type == nullptr || type->value.text() == "bind";
            if (source == nullptr || mount.find("from") != nullptr || !is_bind) return false;
            auto const text = source->value.text();
            auto const path = context_path(text);
            return text.find('$') == text.npos && path != missing
                   && build.context()->look(path) == context::Presence::missing;
        });
    });
}

}  // namespace

Build::Build(Source const& source, context::Context const* context, BuildOptions const& options,
             Arena& arena)
    : Build(source, dockerfile::parse(source, arena), context, options, arena) {}

Build::Build(Source const& source, ast::File const& file, context::Context const* context,
             BuildOptions const& options, Arena& arena)
    : source_(source),
      context_(context),
      options_(options),
      arena_(arena),
      file_(dockerfile::as_meant(file, arena)),
      globals_(arena),
      variables_(arena),
      triggers_(arena),
      positions_with_(arena) {
    Builder(*this).run();
}

Build::Build(image::Image const& image, BuildOptions const& options, Arena& arena)
    : source_(image.document->source),
      context_(nullptr),
      image_(&image),
      options_(options),
      arena_(arena),
      file_(image_instructions(image, arena)),
      globals_(arena),
      variables_(arena),
      triggers_(arena),
      positions_with_(arena) {
    Builder(*this).run();
}

Build::~Build() = default;

ast::Instruction const* Build::instruction_at(std::uint32_t offset) const {
    auto const holds = [&](ast::Instruction const& instruction) {
        return instruction.whole.begin <= offset && offset <= instruction.whole.end;
    };
    auto const begin = [](auto const& instruction) { return instruction.whole.begin; };
    auto const& instructions = file_.instructions;
    if (image_ == nullptr) {
        auto const next = std::ranges::upper_bound(instructions, offset, {}, begin);
        return next != instructions.begin() && holds(*(next - 1)) ? &*(next - 1) : nullptr;
    }
    if (by_place_.empty()) {
        for (auto const& instruction : instructions) by_place_.push_back(&instruction);
        std::ranges::stable_sort(by_place_, {}, [&](auto const* each) { return begin(*each); });
    }
    auto const next = std::ranges::upper_bound(by_place_, offset, {},
                                               [&](auto const* each) { return begin(*each); });
    return next != by_place_.begin() && holds(**(next - 1)) ? *(next - 1) : nullptr;
}

std::uint32_t Build::position_of_trigger(ast::Instruction const& instruction) const {
    auto const* const trigger = std::ranges::find(triggers_, &instruction, &Trigger::instruction);
    return trigger == triggers_.end() ? none : trigger->position;
}

Stage const* Build::stage_of(ast::Instruction const& instruction) const {
    auto const position = position_of(instruction);
    if (position == none || at_[position].stage == none) return nullptr;
    return &stages_[at_[position].stage];
}

Setting<Value> Build::workdir(ast::Instruction const& at) const {
    auto const position = position_of(at);
    if (position == none || at_[position].workdir == nullptr)
        return {Setting<Value>::State::unknown, {}, {}};
    return *at_[position].workdir;
}

Setting<Value> Build::user(ast::Instruction const& at) const {
    auto const position = position_of(at);
    if (position == none || at_[position].user == nullptr)
        return {Setting<Value>::State::unknown, {}, {}};
    return *at_[position].user;
}

bool Build::may_use_variables(ast::Instruction const& instruction) const {
    auto const position = position_of(instruction);
    return position == none || at_[position].may_use_variables;
}

dockerfile::Variable Build::variable(ast::Instruction const& instruction,
                                     std::string_view name) const {
    auto const position = position_of(instruction);
    if (position == none) return unknown_variable();
    if (instruction.keyword == ast::Keyword::from || at_[position].stage == none) {
        return global_variable(position, name);
    }
    return variable_at(at_[position].stage, position, name);
}

dockerfile::Expansion Build::expand(ast::Instruction const& instruction,
                                    std::string_view text) const {
    auto const slot = reinterpret_cast<std::uintptr_t>(text.data()) % expanded_slots;
    auto const* const known = expanded_.empty() ? nullptr : expanded_[slot];
    bool const is_known = known != nullptr && known->text == text.data()
                          && known->size == text.size() && known->instruction == &instruction;
    if (is_known) return known->expansion;

    auto const position = position_of(instruction);
    bool const is_trigger = position != none && &instruction != &file_.instructions[position];
    auto const scope = [&](std::string_view name) {
        return is_trigger ? unknown_variable() : variable(instruction, name);
    };
    auto const expansion = expand(text, scope);
    if (expansion.value.text_or_empty().data() == text.data()) return expansion;
    if (expanded_.empty()) {
        expanded_ = {arena_.allocate<Expanded const*>(expanded_slots), expanded_slots};
        std::ranges::fill(expanded_, nullptr);
    }
    expanded_[slot] = arena_.make<Expanded>(text.data(), text.size(), &instruction, expansion);
    return expansion;
}

dockerfile::Expansion Build::expand(std::string_view text, dockerfile::Scope scope) const {
    auto const allowed = [&](std::string_view name) {
        return allowance_ == 0 ? unknown_variable() : scope(name);
    };
    auto const expansion =
        dockerfile::expand(text, file_.escape, dockerfile::Quotes::removed, allowed, arena_);
    if (!expansion.uses.empty()) spend(expansion.value);
    return expansion;
}

void Build::spend(Value const& value) const {
    auto size = value.text_or_empty().size();
    for (auto const& piece : value.pieces()) size += piece.text.size() + sizeof(Piece);
    allowance_ -= std::min(allowance_, size);
}

void Build::make_trigrams() const {
    auto& trigrams = *arena_.make<Trigrams>();
    trigrams.add(source_.bytes());
    for (auto const& instruction : file_.instructions) {
        instruction.line.each_joint(
            [&](std::size_t place) { trigrams.add_joint(instruction.line.text(), place); });
    }
    trigrams_ = &trigrams;
}

std::span<std::uint32_t const> Build::positions_with(std::string_view word) const {
    if (!may_hold(word)) return {};
    if (auto const* const known = positions_with_.find(word)) return *known;
    ArenaVector<std::uint32_t> positions(arena_);
    SearchWithoutCase search(source_.bytes(), word);
    auto const instructions = file_.instructions;
    auto at = search.next(0);
    for (std::size_t i = 0; i < instructions.size() && at != search.nowhere; ++i) {
        auto const whole = instructions[i].whole;
        if (at < whole.begin) at = search.next(whole.begin);
        if (at != search.nowhere && at + word.size() <= whole.end) {
            positions.push_back(static_cast<std::uint32_t>(i));
        }
    }
    return positions_with_.get(arena_.copy(word), positions.items());
}

MentionIndex& Build::mentions() const {
    if (!mentions_) mentions_.emplace(source_, file_.instructions, arena_);
    return *mentions_;
}

bool Build::context_is_certain(std::string_view missing) const {
    if (context_ == nullptr) return false;
    if (context_->origin() == context::Context::Origin::given) return true;
    if (context_->may_be_another() || lies_alone(*context_) || lacks_mounted_file(*this, missing))
        return false;
    if (context_->is_filled_by_script()) return false;
    if (context_->ignore_file() != nullptr) return true;
    if (!missing.empty() && !context_->near_names(missing).empty()) return true;
    for (auto const& stage : stages_) {
        for (auto const& transfer : stage.transfers) {
            if (transfer.from != nullptr) continue;
            for (auto const& source : transfer.sources) {
                auto const text = source.value.text_or_empty();
                if (source.is_remote || source.has_wildcard || source.written->is_inline) continue;
                // The folder itself exists always and shows nothing.
                auto const path = context_path(text);
                if (path.empty() || path == missing) continue;
                auto const presence = context_->look(path);
                if (presence == context::Presence::file
                    || presence == context::Presence::directory) {
                    return true;
                }
            }
        }
    }
    return false;
}

EnvironmentEntry const* RuntimeConfig::find_environment(std::string_view name) const {
    auto const found = std::ranges::find(environment, name, &EnvironmentEntry::name);
    return found == environment.end() ? nullptr : &*found;
}

}  // namespace dockcheck::model
