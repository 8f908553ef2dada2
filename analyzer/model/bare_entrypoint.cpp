// Asks the table of entrypoints for a reference, of which a part may be unknown.
#include "analyzer/model/bare_entrypoint.hpp"

#include "analyzer/model/base_image.hpp"

namespace dockcheck::model {

std::optional<knowledge::BareEntrypoint> bare_entrypoint(Reference const& base) {
    if (base.kind == Reference::Kind::image) return knowledge::bare_entrypoint(name_of(base.image));
    // nodejs${VERSION}: each of that beginning is one of Node.js.
    constexpr std::string_view beginning = "gcr.io/distroless/nodejs";
    if (base.kind != Reference::Kind::unknown || !base.value.known_prefix().starts_with(beginning))
        return std::nullopt;
    return knowledge::bare_entrypoint(beginning);
}

}  // namespace dockcheck::model
