// Finds variables with options for Java that nobody reads.
#include "rules/java/java-options-not-read.hpp"

#include <algorithm>
#include <string>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/base_image.hpp"
#include "analyzer/model/start.hpp"
#include "analyzer/model/word_list.hpp"

namespace dockcheck::rules::java_options_not_read {
namespace {

bool is_from(model::Stage const& image, model::Stage const& stage) {
    for (auto const* part = &image; part != nullptr; part = part->parent) {
        if (part == &stage) return true;
    }
    return false;
}

/// The container starts java itself: no script of anybody's puts the variable in.
bool starts_java(Pass const& pass, model::Stage const& image) {
    auto const& start = model::start_of(pass.build(), image);
    if (!start.is_certain || start.commands.size() != 1) return false;
    auto const& command = start.commands.front();
    return command.program == "java" && command.arguments.size() > 1
           && std::ranges::all_of(command.arguments, [](model::Argument const& word) {
                  return word.value.is_known();
              });
}

void check(ast::Env const& env, Pass& pass) {
    static constexpr model::WordList names =
        " JAVA_ARGS JAVA_OPTIONS JAVA_OPTS JVM_ARGS JVM_OPTIONS JVM_OPTS ";
    auto const* stage = pass.stage();
    if (stage == nullptr || stage->reach != model::Reach::final || pass.is_trigger()) return;
    auto const& build = pass.build();
    auto const own = build.position_of(pass.instruction());
    for (auto const& pair : env.pairs) {
        auto const name = pair.key.text.text();
        if (!name.starts_with('J') || !names.holds(name)) continue;
        // Where somebody else speaks of it, it is read there.
        auto const spoken_of = build.positions_with(name);
        if (std::ranges::any_of(spoken_of, [&](auto position) { return position != own; }))
            continue;
        auto const text = pass.text(pass.instruction().whole);
        auto const first = text.find(name);
        if (text.find(name, first + 1) != text.npos) continue;
        bool any = false;
        bool all = true;
        for (auto const* image : build.targets()) {
            if (!is_from(*image, *stage)) continue;
            any = true;
            all = all && model::known_image(image->root()) != nullptr && starts_java(pass, *image);
        }
        auto const* context = pass.context();
        if (!any || !all || (context != nullptr && context->may_start_otherwise())) continue;
        pass.report(pair.key.span, unread, name);
    }
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::java_options_not_read
