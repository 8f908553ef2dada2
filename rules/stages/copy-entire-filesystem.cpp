// Finds COPY --from=stage / /.
#include "rules/stages/copy-entire-filesystem.hpp"

#include <algorithm>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/base_image.hpp"
#include "analyzer/model/paths.hpp"

namespace dockcheck::rules::copy_entire_filesystem {
namespace {

using Kind = model::Reference::Kind;

bool is_root(Value const& path, Arena& arena) {
    auto const text = path.known();
    return text && text->starts_with('/') && model::clean_path(*text, arena) == "/";
}

/// True for an image that is known to hold a system; others may hold a few files for this very use.
bool is_system(model::Reference const& image) {
    using knowledge::ImageFamily;
    auto const* known = model::known_image(image);
    return known != nullptr && known->family != ImageFamily::unknown
           && known->family != ImageFamily::scratch && known->family != ImageFamily::distroless;
}

/// True when both stages certainly begin with one image.
bool have_one_base(model::Stage const& stage, model::Reference const& origin) {
    auto const& root = stage.root();
    auto const own = root.value.known();
    return root.kind == Kind::image && own && !own->empty() && origin.value.known() == own;
}

void check(model::Transfer const& transfer, Pass& pass, Options const& options) {
    auto const* stage = pass.stage();
    auto const* from = transfer.from;
    if (from == nullptr || stage == nullptr) return;
    auto& arena = pass.build().arena();
    auto const& origin = from->kind == Kind::stage ? from->stage->root() : *from;
    if (!is_system(origin) || !is_root(transfer.target, arena)) return;
    auto const takes_root = [&](auto const& source) { return is_root(source.value, arena); };
    if (std::ranges::none_of(transfer.sources, takes_root)) return;
    auto const span = transfer.instruction->span;
    auto const name = from->value.text_or_empty();
    if (stage->has_no_base()) return;
    bool const is_squash = stage->base.kind == Kind::scratch;
    if (!is_squash && from->kind == Kind::stage && have_one_base(*stage, origin)) {
        pass.report(span, twice, name, origin.value.text_or_empty()).severity(Severity::info);
    } else if (!is_squash) {
        pass.report(span, everything, name);
    } else if (!options.allow_into_scratch) {
        pass.report(span, squash, name).severity(Severity::info);
    }
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::copy_entire_filesystem
