// Images of which it is known that nothing but the application is in them.
#include "analyzer/model/shell_presence.hpp"

#include "analyzer/knowledge/images.hpp"
#include "analyzer/model/base_image.hpp"
#include "analyzer/model/paths.hpp"

namespace dockcheck::model {

std::string_view base_without_shell(Stage const& stage, Arena& arena) {
    auto const& root = stage.root();
    if (stage.is_windows || root.instruction == nullptr) return {};
    if (root.kind == Reference::Kind::scratch) return "an image made from scratch";
    auto const* image = root.known_image;
    if (image == nullptr || image->shell != knowledge::ShellKind::none) return {};
    // Those for Python had dash for some years.
    if (root.image.path.find("/python") != root.image.path.npos) return {};
    return arena.joined("the base image ", shown_name(root));
}

bool may_bring_shell(Transfer const& transfer, Arena& arena) {
    auto const target = transfer.target.known();
    if (!target) return true;
    auto const path = clean_path(*target, arena);
    return path == "/" || path == "/bin" || path.starts_with("/bin/") || path == "/usr"
           || path == "/usr/bin" || path.starts_with("/usr/bin/");
}

}  // namespace dockcheck::model
