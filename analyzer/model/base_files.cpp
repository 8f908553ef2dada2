// The folders of official images, as their own Dockerfiles fill them.
#include "analyzer/model/base_files.hpp"

#include <algorithm>
#include <iterator>

#include "analyzer/model/paths.hpp"
#include "analyzer/text/base_name.hpp"

namespace dockcheck::model {
namespace {

/// The folder itself and, of a home, the files of its account: .bashrc. A project below it is
/// ours.
bool is_of_home(std::string_view path, std::string_view folder) {
    if (!path.starts_with(folder)) return false;
    bool const is_home = folder.starts_with("/home/");
    return !is_home || path == folder || path.substr(folder.size()).starts_with("/.");
}

}  // namespace

bool base_may_bring(knowledge::KnownImage const& image, std::string_view path) {
    static constexpr std::string_view system[] = {
        "/bin",  "/boot", "/dev", "/etc",  "/home", "/lib", "/lib64", "/media", "/mnt", "/opt",
        "/proc", "/root", "/run", "/sbin", "/srv",  "/sys", "/tmp",   "/usr",   "/var"};
    static constexpr std::string_view empty_ones[] = {
        "/home",    "/media",       "/mnt",     "/opt",           "/root",    "/srv",    "/tmp",
        "/usr/src", "/usr/src/app", "/usr/app", "/usr/local/app", "/var/app", "/var/www"};
    static constexpr std::string_view for_applications[] = {
        "/opt/app", "/srv/app", "/usr/src/app", "/usr/app", "/usr/local/app", "/var/app"};
    static constexpr std::string_view filled[] = {"/home/node", "/home/ubuntu", "/opt/yarn",
                                                  "/usr/src/php"};
    static constexpr std::string_view bare[] = {"alpine", "composer", "debian", "golang", "node",
                                                "php",    "python",   "ruby",   "rust",   "ubuntu"};
    // Those of distroless and AWS Lambda among them.
    static constexpr std::string_view of_services[] = {
        "busybox",           "conf",   "config",  "data",   "docker", "entrypoint", "java", "log",
        "lambda-entrypoint", "nodejs", "plugins", "scripts"};
    auto const in = [&](auto const& folders) {
        return std::ranges::any_of(folders, [&](auto folder) { return lies_below(path, folder); });
    };
    if (std::ranges::find(bare, image.name) != std::ranges::end(bare)) {
        if (std::ranges::any_of(filled, [&](auto start) { return is_of_home(path, start); }))
            return true;
        return in(system) && !in(empty_ones);
    }
    if (in(system)) return !in(for_applications);
    auto const first = path.substr(std::min<std::size_t>(1, path.size()));
    return first.starts_with(base_name(image.name))
           || std::ranges::any_of(of_services,
                                  [&](auto start) { return first.starts_with(start); });
}

}  // namespace dockcheck::model
