// Finds copies of all that lies in the build context.
#include "rules/files/copy-entire-context.hpp"

#include <algorithm>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/paths.hpp"

namespace dockcheck::rules::copy_entire_context {
namespace {

/// True for an ignore file that leaves out everything and then lets files in.
bool is_allow_list(context::IgnoreFile const& file) {
    auto const& patterns = file.patterns();
    if (patterns.empty() || patterns.front().negated) return false;
    auto const& first = patterns.front().text;
    return first == "*" || first == "**" || first == "**/*";
}

bool is_everything(model::Transfer::Source const& source, Arena& arena) {
    auto const text = source.value.known();
    if (!text || text->empty() || source.is_remote || source.written->is_inline) return false;
    auto const path = model::context_path(*text, arena);
    return path.empty() || path == "*" || path == "**";
}

void check(model::Transfer const& transfer, Pass& pass, Options const& options) {
    auto const* stage = pass.stage();
    if (transfer.from != nullptr || stage == nullptr) return;
    auto const wanted =
        options.include_builder_stages ? model::Reach::builder : model::Reach::final;
    if (stage->reach < wanted) return;
    auto const* file = pass.context() != nullptr ? pass.context()->ignore_file() : nullptr;
    if (file != nullptr && (options.accept_dockerignore || is_allow_list(*file))) return;
    bool const is_meant =
        std::ranges::any_of(transfer.instruction->comments, [](ast::Comment const& comment) {
            return comment.text.find("dockerignore") != std::string_view::npos;
        });
    if (is_meant) return;
    for (auto const& source : transfer.sources) {
        if (!is_everything(source, pass.build().arena())) continue;
        auto const& message =
            file == nullptr && pass.context() != nullptr ? no_ignore_file : everything;
        pass.report(source.written->word.span, message, source.written->word.text.text());
    }
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::copy_entire_context
