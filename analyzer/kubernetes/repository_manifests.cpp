// Putting what several files say together.
#include "analyzer/kubernetes/repository_manifests.hpp"

#include <algorithm>
#include <set>

#include "analyzer/text/base_name.hpp"

namespace dockcheck::kubernetes {
namespace {

/// Nobody starts more of one image; what a rule asks of each may take a while.
constexpr std::size_t most_containers = 50;
/// YAML takes its time: of all files together, half a second for a megabyte.
constexpr std::size_t most_bytes = std::size_t{4} * 1024 * 1024;
/// Services and workloads of a folder, each with each.
constexpr std::size_t most_compared = 100'000;

bool holds_any(std::string_view text, std::initializer_list<std::string_view> words) {
    return std::ranges::any_of(words,
                               [&](std::string_view word) { return text.find(word) != text.npos; });
}

bool is_kustomization(std::string_view name) {
    return name == "kustomization.yaml" || name == "kustomization.yml" || name == "Kustomization";
}

/// The last part of an image's name, which stands in each manifest that names it.
std::string_view last_part(std::string_view image) {
    auto const name = image.substr(image.rfind('/') + 1);
    return name.substr(0, name.find_first_of(":@"));
}

bool speaks_of_any(std::string_view text, std::vector<NamedImage> const& images) {
    return std::ranges::any_of(images, [&](NamedImage const& image) {
        return image.is_own && text.find(last_part(image.name)) != text.npos;
    });
}

}  // namespace

bool RepositoryManifests::is_wanted(std::string_view text) {
    return may_be_manifest(text)
           || holds_any(text, {"openshift", "resources:", "patches", "components:"});
}

void RepositoryManifests::add(std::string const& path, std::shared_ptr<Source const> file) {
    auto const text = file->bytes();
    has_openshift_ = has_openshift_ || text.find("openshift") != text.npos;
    auto const name = base_name(path);
    bool const has_patches = holds_any(
        text, {"patches", "components:", "replacements:", "transformers:", "configurations:"});
    if (is_kustomization(name)) {
        patches_some_ = patches_some_ || has_patches;
        kustomizations_.push_back(std::move(file));
        return;
    }
    // Flux and Argo CD apply patches of their own to a folder that they take from anywhere.
    bool const is_of_flux = text.find("kustomize.toolkit.fluxcd.io") != text.npos;
    bool const is_of_argo =
        text.find("argoproj.io") != text.npos && text.find("kustomize:") != text.npos;
    patches_all_ = patches_all_ || ((is_of_flux || is_of_argo) && has_patches);
    if (!may_be_manifest(text)) return;
    auto folder = path.substr(0, path.size() - name.size());
    files_.push_back({std::move(folder), std::string(name), std::move(file), false, {}});
}

void RepositoryManifests::see_note(std::string_view text) {
    has_openshift_ = has_openshift_ || holds_any(text, {"penshift", "penShift", "oc apply"});
}

bool RepositoryManifests::may_be_patched(File const& file) const {
    if (patches_all_) return true;
    return patches_some_ && std::ranges::any_of(kustomizations_, [&](auto const& kustomization) {
               return kustomization->bytes().find(file.name) != std::string_view::npos;
           });
}

void RepositoryManifests::read(File& file) {
    if (file.is_read || is_too_much_) return;
    file.is_read = true;
    bytes_ += file.source->bytes().size();
    is_too_much_ = bytes_ > most_bytes;
    if (is_too_much_) return;
    file.manifest = read_manifest(file.source);
    is_too_much_ = file.manifest.is_too_much;
}

std::vector<RepositoryManifests::File*> RepositoryManifests::files_in(std::string_view folder) {
    std::vector<File*> result;
    for (auto& file : files_) {
        if (file.folder != folder) continue;
        read(file);
        result.push_back(&file);
    }
    return result;
}

/// What lies in one folder is started together.
class RepositoryManifests::Folder {
 public:
    explicit Folder(std::vector<File*> files) : files_(std::move(files)) {
        for (auto const* const file : files_) {
            for (auto const& service : file->manifest.services) {
                if (!is_only_one(service)) continue;
                services_.push_back(&service);
            }
        }
    }

    [[nodiscard]] std::vector<File*> const& files() const { return files_; }

    /// The ports of Services that send to a workload and to no other one.
    void add_services(Workload const& workload, model::PodContainer& container) const {
        for (auto const* const service : services_) {
            if (!service->selects(workload)) continue;
            container.files.push_back(service->file);
            for (auto const& target : service->targets) {
                container.services.push_back({service->name, target, service->is_headless});
            }
        }
    }

 private:
    /// True where a Service sends to one workload of the folder.
    bool is_only_one(Service const& service) {
        std::size_t count = 0;
        for (auto const* const file : files_) {
            for (auto const& workload : file->manifest.workloads) {
                if (compared_ == most_compared) return false;
                ++compared_;
                count += service.selects(workload) ? 1 : 0;
            }
        }
        return count == 1;
    }

    std::vector<File*> files_;
    std::vector<Service const*> services_;
    std::size_t compared_ = 0;
};

template <typename Find>
void RepositoryManifests::add_containers_of(std::string_view name, Find find,
                                            std::vector<model::PodContainer>& result) {
    Folder const folder(files_in(name));
    for (auto const* const file : folder.files()) {
        if (may_be_patched(*file)) continue;
        for (auto const& workload : file->manifest.workloads) {
            for (auto const& container : workload.containers) {
                NamedImage const* const image = find(container.image);
                if (image == nullptr || !image->is_own) continue;
                if (result.size() >= most_containers) return;
                auto& added = result.emplace_back(container.told);
                added.target = image->target;
                added.may_get_user = has_openshift_;
                folder.add_services(workload, added);
            }
        }
    }
}

std::vector<model::PodContainer> RepositoryManifests::containers_of(
    std::vector<NamedImage> const& images, std::vector<NamedImage> const& others) {
    std::set<std::string_view> folders;
    for (auto const& file : files_) {
        auto const text = file.source->bytes();
        if (speaks_of_any(text, images) || speaks_of_any(text, others)) folders.insert(file.folder);
    }
    auto const find = [&](std::string const& image) {
        auto const* const found = find_image(images, image);
        return found == nullptr ? find_image(others, image) : found;
    };
    std::vector<model::PodContainer> result;
    for (auto const folder : folders) add_containers_of(folder, find, result);
    return is_too_much_ ? std::vector<model::PodContainer>() : result;
}

}  // namespace dockcheck::kubernetes
