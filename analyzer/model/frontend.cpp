// See the header: the version in the tag of a `# syntax=` line.
#include "analyzer/model/frontend.hpp"

#include <algorithm>
#include <charconv>

#include "analyzer/syntax/dockerfile/image_reference.hpp"

namespace dockcheck::model {
namespace {

/// True when the tag of an image names a version 1.N before 1.`minor`.
bool is_frontend_before(std::string_view image, int minor) {
    image = image.substr(0, image.find('@'));
    auto const colon = image.rfind(':');
    if (colon == image.npos) return false;
    auto const tag = image.substr(colon + 1);
    if (!tag.starts_with("1.")) return false;
    int number = 0;
    auto const [end, error] = std::from_chars(tag.data() + 2, tag.data() + tag.size(), number);
    return error == std::errc() && number < minor;
}

bool is_build_before(Build const& build, int minor) {
    return std::ranges::any_of(build.file().directives, [&](ast::Directive const& directive) {
        return directive.name == "syntax" && is_frontend_before(directive.value, minor);
    });
}

}  // namespace

bool names_foreign_frontend(ast::File const& file) {
    auto const directive = std::ranges::find(file.directives, "syntax", &ast::Directive::name);
    if (directive == file.directives.end()) return false;
    auto const value = directive->value.substr(0, directive->value.find(' '));
    auto const image = dockerfile::parse_image_reference(value);
    if (!image) return true;
    auto const path = image->path;
    return path != "docker/dockerfile" && path != "docker/dockerfile-upstream"
           && path != "moby/dockerfile";
}

bool knows_heredocs(Build const& build) { return !is_build_before(build, 4); }

bool knows_unpack(Build const& build) { return !is_build_before(build, 17); }

}  // namespace dockcheck::model
