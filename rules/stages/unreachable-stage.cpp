// Finds stages that are not built.
#include "rules/stages/unreachable-stage.hpp"

#include <algorithm>
#include <string>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/stage_purpose.hpp"
#include "analyzer/text/nearest.hpp"

namespace dockcheck::rules::unreachable_stage {
namespace {

bool is_leaf(model::Stage const& stage, model::Build const& build) {
    return stage.reach == model::Reach::unreachable && stage.from != nullptr && !stage.name.empty()
           && !stage.may_be_used && &stage != &build.stages().back();
}

/// FROM scratch with nothing but copies from other stages: files to be taken out.
bool is_export(model::Stage const& stage) {
    return stage.base.kind == model::Reference::Kind::scratch && !stage.transfers.empty()
           && stage.transfers.size() == stage.instructions.size()
           && std::ranges::all_of(stage.transfers, [](model::Transfer const& transfer) {
                  return transfer.from != nullptr;
              });
}

/// A word that names an image where this stage may be meant.
struct Meant {
    std::string_view word;
    ast::Instruction const* instruction = nullptr;
};

bool is_near(std::string_view name, std::string_view word) {
    constexpr std::size_t shortest = 3;
    constexpr std::size_t most_more = 2;  // builder and build
    auto const less = std::min(name.size(), word.size());
    auto const more = std::max(name.size(), word.size());
    if (less < shortest || more - less > most_more || name == word) return false;
    return name.starts_with(word) || word.starts_with(name)
           || (name.size() > shortest && edit_distance(name, word, 1) <= 1);
}

bool may_mean(model::Reference const& reference, std::string_view name) {
    if (reference.kind != model::Reference::Kind::image || reference.known_image != nullptr)
        return false;
    auto const word = reference.value.known();
    return word && word->find_first_of("/:@") == word->npos && is_near(name, *word);
}

/// The first FROM, COPY or RUN behind the stage that takes something from what is no stage, has
/// neither tag nor registry, and is called almost as this stage.
Meant meant_by(model::Stage const& stage, Pass const& pass) {
    for (auto const& other : pass.build().stages().subspan(stage.index + 1)) {
        if (may_mean(other.base, stage.name) && other.from_instruction != nullptr)
            return {*other.base.value.known(), other.from_instruction};
        for (auto const& transfer : other.transfers) {
            if (transfer.from != nullptr && may_mean(*transfer.from, stage.name))
                return {*transfer.from->value.known(), transfer.instruction};
        }
        for (auto const& mount : other.mounts) {
            if (may_mean(mount, stage.name) && mount.instruction != nullptr)
                return {*mount.value.known(), mount.instruction};
        }
    }
    return {};
}

/// It says itself what its containers start: an image of its own, and no leftover of a build.
bool says_what_starts(model::Stage const& stage) {
    return std::ranges::any_of(stage.instructions, [](ast::Instruction const& instruction) {
        return instruction.keyword == ast::Keyword::cmd
               || instruction.keyword == ast::Keyword::entrypoint;
    });
}

void look_at(model::Stage const& stage, bool is_one_of_many, Pass& pass, Options const& options) {
    auto const& build = pass.build();
    if (stage.reach != model::Reach::unreachable || stage.from == nullptr) return;
    // A last stage that is not the target is what others build.
    if (&stage == &build.stages().back()) return;
    // An image given from outside and nothing more: a hook for triggers of other images.
    auto const is_hook = stage.from->image.text.text().find('$') != std::string_view::npos;
    if (is_hook && stage.instructions.empty()) return;
    if (stage.may_be_used) return;
    if (stage.name.empty()) {
        pass.report(stage.from->image.span, unused);
        return;
    }
    if (options.ignore_named_stages) return;
    auto const meant = pass.may_look_around() ? meant_by(stage, pass) : Meant{};
    if (meant.instruction != nullptr) {
        auto const line = std::to_string(meant.instruction->first_line);
        pass.report(stage.from->name.span, mistaken, stage.name, meant.word, line)
            .related(meant.instruction->span, "named here");
        return;
    }
    bool const are_targets_given = !build.options().targets.empty();
    // The file shows that people build it by its name.
    bool const is_target = is_one_of_many || is_export(stage) || says_what_starts(stage)
                           || model::is_named_for(build, stage, options.target_words);
    if (!are_targets_given && is_target) return;
    pass.report(stage.from->name.span, target, stage.name)
        .severity(are_targets_given ? Severity::warning : Severity::info);
}

void check(model::Build const& build, Pass& pass, Options const& options) {
    auto const leaves = std::ranges::count_if(
        build.stages(), [&](model::Stage const& stage) { return is_leaf(stage, build); });
    for (auto const& stage : build.stages()) look_at(stage, leaves > 1, pass, options);
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::unreachable_stage
