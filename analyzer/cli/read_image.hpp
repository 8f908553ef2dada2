// Reading an input that is an image, not a Dockerfile.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "analyzer/cli/check_file.hpp"
#include "analyzer/model/image_config.hpp"

namespace dockcheck::cli {

/// Reads the images of a file or of an OCI layout folder; without layers' lists of files where no
/// rule asks for them.
Result<void> read_images(FileCheck& check, Input const& input);

/// The same for a file that gives its bytes once, such as /dev/fd/63, which is how a shell calls
/// <(docker save IMAGE). The first of them are in `check.text`. Nothing is done for others.
std::optional<Result<void>> read_images_of_pipe(FileCheck& check, Input const& input);

/// Reads a Dockerfile or an image from standard input: its first bytes decide.
Result<void> read_standard_input(FileCheck& check, Input const& input);

/// The configuration of an image that a Dockerfile made, with the image that its values point into.
class MadeImage {
 public:
    /// Reads the first image of a path that is for the platform; an empty one takes any.
    static Result<MadeImage> read(std::string const& path, std::string const& platform);
    [[nodiscard]] std::shared_ptr<model::ImageConfig const> config() const { return config_; }

 private:
    struct Model;
    std::shared_ptr<Model const> model_;
    std::shared_ptr<model::ImageConfig const> config_;
};

}  // namespace dockcheck::cli
