// Finds files of credentials by their names, in COPY and ADD and in the layers of an image.
#include "rules/secrets/credential-file-in-image.hpp"

#include <algorithm>
#include <string>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/image_files.hpp"
#include "analyzer/text/base_name.hpp"
#include "analyzer/text/wildcard.hpp"

namespace dockcheck::rules::credential_file_in_image {
namespace {

bool is_credential(std::string_view written, Pass const& pass, Options const& options) {
    while (written.starts_with("./")) written.remove_prefix(2);
    auto const path = [&] {
        return written.starts_with('/') ? written : pass.build().arena().joined("/", written);
    };
    auto const name = base_name(written);
    auto const last = written.empty() ? '/' : written.back();
    bool const is_named = std::ranges::any_of(options.files, [&](std::string_view file) {
        // Most end in another letter.
        bool const may_match = !file.empty() && (file.ends_with('*') || last == file.back());
        if (!may_match) return false;
        bool const is_path = file.find('/') != file.npos || file.find('*') != file.npos;
        return is_path ? matches_wildcard(path(), file) : name == file;
    });
    bool const ends = std::ranges::any_of(options.extensions, [&](std::string_view extension) {
        return name.size() > extension.size() && name.ends_with(extension);
    });
    return (is_named || ends) && !matches_any_wildcard(path(), options.ignore_paths);
}

void check_transfer(model::Transfer const& transfer, Pass& pass, Options const& options) {
    bool const is_shipped = pass.stage() != nullptr && pass.stage()->reach == model::Reach::final;
    if (transfer.from != nullptr || !is_shipped) return;
    // The layers show the file itself.
    auto const* const image = pass.build().image();
    if (image != nullptr && model::has_all_files(*image)) return;
    for (auto const& source : transfer.sources) {
        if (source.is_remote || source.has_wildcard || source.written->is_inline) continue;
        auto const path = source.value.text_or_empty();
        if (path.empty() || !is_credential(path, pass, options)) continue;
        auto reported = pass.report(source.written->word.span, copied, path);
        // It holds settings, and most often passwords among them.
        if (path.ends_with(".env")) reported.severity(Severity::warning);
    }
}

void check_image(image::Image const& image, Pass& pass, Options const& options) {
    model::ImageFiles const files(image);
    files.each([&](model::ImageFile const& found) {
        auto const& file = *found.file;
        bool const holds_bytes = file.type == image::LayerFile::Type::file && file.size > 0;
        if (!holds_bytes || !is_credential(file.path, pass, options)) return;
        pass.report(model::place_of_layer(image, found.layer), found.is_visible ? holds : hidden,
                    file.path);
    });
}

}  // namespace

constinit Check const rule = on<check_transfer, check_image>();

}  // namespace dockcheck::rules::credential_file_in_image
