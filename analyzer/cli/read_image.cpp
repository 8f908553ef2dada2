// From an input to its images.
#include "analyzer/cli/read_image.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <system_error>
#include <utility>

#include "analyzer/cli/image_labels.hpp"
#include "analyzer/image/looks_like_image.hpp"
#include "analyzer/image/readers/read.hpp"
#include "analyzer/system/disk.hpp"
#include "analyzer/system/open_file.hpp"
#include "analyzer/text/file.hpp"

namespace dockcheck::cli {
namespace {

image::ReadOptions read_options(FileCheck const& check, Input const& input) {
    image::ReadOptions options;
    if (check.settings == nullptr) return options;  // nobody means to check it
    options.layers = !input.profile->rule_set->handlers(Subject::image).empty();
    options.platform = check.settings->build.platform;
    return options;
}

bool is_incomplete(image::Image const& image) {
    return std::ranges::any_of(image.layers, [](image::Layer const& layer) {
        return layer.list != nullptr && !layer.list->problem.empty();
    });
}

/// The first image in the check itself, each of the others in one of its own.
Result<void> take_images(FileCheck& check, Input const& input, Result<image::Images> images) {
    if (!images) {
        auto error = std::move(images.error());
        if (error.where.empty()) error.where = input.path;
        return tl::unexpected(std::move(error));
    }
    check.notes = std::move(images->notes);
    auto const name = input.path + ": ";  // is said in front of all notes of an input
    for (auto& note : check.notes) {
        if (note.starts_with(name)) note.erase(0, name.size());
    }
    if (images->images.empty()) return tl::unexpected(Error{input.path, "there is no image in it"});
    auto labels = image_labels(images->images);
    auto label = labels.begin();
    for (auto& read : images->images) {
        check.is_incomplete = check.is_incomplete || is_incomplete(*read);
        if (check.image == nullptr) {
            check.image = std::move(read);
            check.image_label = std::move(*label++);
            continue;
        }
        auto further = std::make_unique<FileCheck>();
        further->settings = check.settings;
        further->image = std::move(read);
        further->image_label = std::move(*label++);
        check.others.push_back(std::move(further));
    }
    return {};
}

/// As many bytes as there are, up to those that tell an image.
Result<std::string> first_bytes(int file) {
    std::string bytes;
    std::array<char, image::first_bytes_size> piece;  // NOLINT(*-member-init): filled by the system
    while (bytes.size() < piece.size()) {
        auto const got = system::read_on(file, piece.data(), piece.size() - bytes.size());
        if (got < 0) return tl::unexpected(Error{{}, std::generic_category().message(errno)});
        if (got == 0) break;
        bytes.append(piece.data(), static_cast<std::size_t>(got));
    }
    return bytes;
}

}  // namespace

Result<void> read_images(FileCheck& check, Input const& input) {
    return take_images(check, input, image::read_image(input.path, read_options(check, input)));
}

std::optional<Result<void>> read_images_of_pipe(FileCheck& check, Input const& input) {
    auto const& path = input.absolute;
    auto const kind = system::status_of(path).kind;
    if (kind == system::Kind::missing || kind == system::Kind::file) return std::nullopt;
    // Who writes to a named pipe was sent away when it was closed behind the first bytes.
    if (!path.starts_with("/dev/") && !path.starts_with("/proc/")) {
        return tl::unexpected(Error{
            input.path, "this is a pipe: give it as standard input, dockcheck - < " + input.path});
    }
    system::OpenFile const file(system::open_file(path));
    if (!file) {
        return tl::unexpected(Error{input.path, std::generic_category().message(errno)});
    }
    return take_images(check, input,
                       image::read_image_stream(input.path, file.number(), check.text,
                                                read_options(check, input)));
}

struct MadeImage::Model {
    explicit Model(std::shared_ptr<image::Image const> read)
        : image(std::move(read)), build(*image, options, arena) {}

    std::shared_ptr<image::Image const> image;
    model::BuildOptions options;
    Arena arena;
    model::Build build;
};

Result<MadeImage> MadeImage::read(std::string const& path, std::string const& platform) {
    image::ReadOptions options;
    options.platform = platform;
    auto images = image::read_image(path, options);
    if (!images) return tl::unexpected(images.error());
    if (images->images.empty()) return tl::unexpected(Error{path, "there is no image in it"});
    MadeImage made;
    made.model_ = std::make_shared<Model const>(images->images.front());
    auto const& build = made.model_->build;
    made.config_ = std::make_shared<model::ImageConfig const>(
        model::image_config(build, build.stages().front()));
    return made;
}

Result<void> read_standard_input(FileCheck& check, Input const& input) {
    auto first = first_bytes(system::standard_input);
    if (!first) return tl::unexpected(Error{input.path, first.error().text});
    if (image::looks_like_image(*first)) {
        auto const options = read_options(check, input);
        return take_images(
            check, input,
            image::read_image_stream(input.path, system::standard_input, *first, options));
    }
    auto const done = read_file("-", maximum_source_size - first->size(), check.text);
    if (!done) return tl::unexpected(Error{input.path, done.error().text});
    check.text.insert(0, *first);
    return {};
}

}  // namespace dockcheck::cli
