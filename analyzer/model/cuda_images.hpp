// What the tags of nvidia/cuda say: the version of CUDA and how much of it is there.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "analyzer/model/stage.hpp"

namespace dockcheck::model {

enum class CudaFlavour : std::uint8_t { base, runtime, devel };

struct CudaImage {
    std::string_view version;  ///< "12.4.1"; at least two numbers
    CudaFlavour flavour = CudaFlavour::base;
    bool has_cudnn = false;
};

/// A version of CUDA without what stands behind the second number.
struct CudaVersion {
    unsigned major = 0;
    unsigned minor = 0;
};

/// Of an image of nvidia/cuda whose tag is wholly known and has its usual form; else nothing.
std::optional<CudaImage> cuda_image(Reference const& reference);

/// "12.4.1" or "12.4".
std::optional<CudaVersion> cuda_version(std::string_view text);

/// The version of a wheel's tag: cu118 is 11.8, cu92 is 9.2.
std::optional<CudaVersion> cuda_version_of_tag(std::string_view tag);

}  // namespace dockcheck::model
