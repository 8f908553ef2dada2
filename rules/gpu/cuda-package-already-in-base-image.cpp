// Finds installs of CUDA packages on an nvidia/cuda image that has them.
#include "rules/gpu/cuda-package-already-in-base-image.hpp"

#include <algorithm>
#include <string>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/cuda_images.hpp"
#include "analyzer/model/packages.hpp"
#include "analyzer/model/word_list.hpp"

namespace dockcheck::rules::cuda_package_already_in_base_image {
namespace {

using model::CudaFlavour;

/// What the Dockerfiles of the images install (gitlab.com/nvidia/container-images/cuda, read for
/// 11.8 to 12.6): names without the version behind them.
constexpr model::WordList of_base = " cuda-cudart cuda-compat ";
constexpr model::WordList of_runtime = " cuda-libraries cuda-nvtx libnpp libcublas libcusparse ";
constexpr model::WordList of_devel =
    " cuda-cudart-dev cuda-command-line-tools cuda-minimal-build cuda-libraries-dev cuda-nvml-dev"
    " cuda-nvcc cuda-libraries-devel cuda-nvml-devel libnpp-dev libcublas-dev libcusparse-dev"
    " libnpp-devel libcublas-devel libcusparse-devel ";

/// True for a package of cuDNN that an image with cudnn in its tag has.
bool is_cudnn(std::string_view name, model::CudaImage const& image) {
    auto const major = image.version.substr(0, image.version.find('.'));
    if (name.find('=') != name.npos) return false;  // another release
    bool const is_development = name.find("-dev") != name.npos;
    if (!image.has_cudnn || !name.starts_with("libcudnn")) return false;
    if (is_development && image.flavour != CudaFlavour::devel) return false;
    auto const with = name.rfind("-cuda-");
    return with == name.npos || name.substr(with + 6) == major;
}

bool is_in_image(std::string_view name, model::CudaImage const& image) {
    if (is_cudnn(name, image)) return true;
    auto const dot = image.version.find('.');
    auto const minor = image.version.substr(dot + 1, image.version.find('.', dot + 1) - dot - 1);
    auto const suffix = "-" + std::string(image.version.substr(0, dot)) + "-" + std::string(minor);
    if (!name.ends_with(suffix)) return false;
    name.remove_suffix(suffix.size());
    if (of_base.holds(name)) return true;
    if (image.flavour == CudaFlavour::base) return false;
    if (of_runtime.holds(name)) return true;
    return image.flavour == CudaFlavour::devel && of_devel.holds(name);
}

void check(model::Command const& command, Pass& pass) {
    auto const* const stage = pass.stage();
    if (command.use != model::Use::run || stage == nullptr) return;
    if (pass.build().image() != nullptr) return;
    auto const image = model::cuda_image(stage->root());
    if (!image) return;
    auto const& install = model::package_command(command, pass.build().arena());
    if (install.verb != model::Verb::install) return;
    // Somebody who has seen that it is there, and wants another one.
    if (install.has_option("--allow-change-held-packages") || install.has_option("--reinstall")
        || install.has_option("--allow-downgrades")) {
        return;
    }
    auto const name = stage->root().value.text_or_empty();
    for (auto const& package : install.packages) {
        // The manager of rpm takes -12-4 for a version, and here it is a part of the name.
        auto const text = package.argument->value.text_or_empty();
        auto const span = package.argument->span;
        if (text == "nvidia-cuda-toolkit" && image->flavour == CudaFlavour::devel) {
            pass.report(span, distribution, text, name);
        } else if (is_in_image(text, *image)) {
            pass.report(span, there, text, name);
        }
    }
}

}  // namespace

constinit Check const rule = on<check>().for_managers(
    model::Manager::apt, model::Manager::dnf, model::Manager::microdnf, model::Manager::yum);

}  // namespace dockcheck::rules::cuda_package_already_in_base_image
