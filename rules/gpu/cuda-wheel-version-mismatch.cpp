// Finds installs of wheels that are built for another CUDA than the base image has.
#include "rules/gpu/cuda-wheel-version-mismatch.hpp"

#include <algorithm>
#include <string>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/cuda_images.hpp"
#include "analyzer/model/packages.hpp"
#include "analyzer/text/base_name.hpp"

namespace dockcheck::rules::cuda_wheel_version_mismatch {
namespace {

using model::CudaVersion;

/// The version that a word of pip or uv asks for: an index, a backend, a local version.
std::optional<CudaVersion> asked_by_pip(std::string_view word) {
    if (auto const at = word.find("--torch-backend="); at == 0) {
        return model::cuda_version_of_tag(word.substr(word.find('=') + 1));
    }
    while (word.ends_with('/')) word.remove_suffix(1);
    if (word.find("://") != word.npos) {
        if (word.find("/whl/") == word.npos) return std::nullopt;
        if (word.ends_with("/torch_stable.html")) return std::nullopt;
        return model::cuda_version_of_tag(base_name(word));
    }
    auto const plus = word.rfind('+');
    if (plus == word.npos || word.find("==") == word.npos) return std::nullopt;
    auto const tag = word.substr(plus + 1);
    return model::cuda_version_of_tag(tag.substr(0, tag.find_first_not_of("cu0123456789")));
}

/// The same of conda: `pytorch-cuda=11.8`, `cudatoolkit=11.3`.
std::optional<CudaVersion> asked_by_conda(std::string_view word) {
    constexpr std::string_view names[] = {"pytorch-cuda=", "cudatoolkit=", "cuda-version="};
    for (auto const name : names) {
        if (!word.starts_with(name)) continue;
        word.remove_prefix(name.size());
        while (word.starts_with('=')) word.remove_prefix(1);
        return model::cuda_version(word);
    }
    return std::nullopt;
}

std::string in_words(CudaVersion version) {
    return std::to_string(version.major) + "." + std::to_string(version.minor);
}

/// Libraries of one major version run with a later minor one, not with an earlier.
bool fits(CudaVersion asked, CudaVersion base) {
    return asked.major == base.major && asked.minor <= base.minor;
}

void check(model::Command const& command, Pass& pass) {
    using model::Manager;
    auto const* const stage = pass.stage();
    if (command.use != model::Use::run || stage == nullptr) return;
    if (pass.build().image() != nullptr) return;
    auto const image = model::cuda_image(stage->root());
    if (!image) return;
    auto const& install = model::package_command(command, pass.build().arena());
    if (install.verb != model::Verb::install) return;
    bool const is_conda = install.manager == Manager::conda;
    auto const base = *model::cuda_version(image->version);
    for (auto const& word : command.arguments.subspan(1)) {
        auto const text = word.value.text_or_empty();
        auto const asked = is_conda ? asked_by_conda(text) : asked_by_pip(text);
        if (!asked || fits(*asked, base)) continue;
        auto finding = pass.report(word.span, other, in_words(*asked),
                                   stage->root().value.text_or_empty(), in_words(base));
        if (image->flavour != model::CudaFlavour::devel) finding.severity(Severity::info);
        return;
    }
}

}  // namespace

constinit Check const rule =
    on<check>().for_managers(model::Manager::pip, model::Manager::uv, model::Manager::conda);

}  // namespace dockcheck::rules::cuda_wheel_version_mismatch
