// Reading packages and platform of a composer.lock (getcomposer.org/doc/articles/composer-platform-
// dependencies.md).
#include "analyzer/model/composer_lock.hpp"

#include <algorithm>

#include "analyzer/context/manifests/json_values.hpp"
#include "analyzer/text/without_case.hpp"

namespace dockcheck::model {
namespace {

constexpr std::string_view extension_prefix = "ext-";

class LockReader {
 public:
    void read_packages(json::Node const& root, std::string_view key) {
        auto const* packages = root.find(key);
        if (packages == nullptr || packages->kind != json::Node::Kind::array) return;
        for (auto const& package : packages->children) {
            if (package.kind != json::Node::Kind::object) continue;
            auto const* name = package.find("name");
            read_requests(package, "require", name == nullptr ? "" : context::text_of(*name));
            // A package in PHP may stand in for an extension.
            read_given(package, "provide");
            read_given(package, "replace");
        }
    }

    void read_requests(json::Node const& object, std::string_view key, std::string const& package) {
        auto const* members = context::object_in(object, key);
        if (members == nullptr) return;
        for (auto const& member : members->children) {
            auto const name = member.key.text();
            if (!name.starts_with(extension_prefix)) continue;
            auto const extension = name.substr(extension_prefix.size());
            requests_.push_back({lower_case(extension), package, member.key_place()});
        }
    }

    void read_given(json::Node const& object, std::string_view key) {
        auto const* members = context::object_in(object, key);
        if (members == nullptr) return;
        for (auto const& member : members->children) {
            auto const name = member.key.text();
            if (name.starts_with(extension_prefix))
                given_.push_back(lower_case(name.substr(extension_prefix.size())));
        }
    }

    std::vector<ExtensionRequest> take() {
        std::erase_if(requests_, [&](ExtensionRequest const& one) {
            return std::ranges::find(given_, one.extension) != given_.end();
        });
        return std::move(requests_);
    }

 private:
    std::vector<ExtensionRequest> requests_;
    std::vector<std::string> given_;
};

}  // namespace

std::vector<ExtensionRequest> extensions_of_lock(Source const& lock, bool with_development) {
    auto const tree = context::read_json(lock);
    auto const* root = context::object_of(tree.get());
    if (root == nullptr) return {};
    LockReader reader;
    reader.read_packages(*root, "packages");
    reader.read_requests(*root, "platform", {});
    if (with_development) {
        reader.read_packages(*root, "packages-dev");
        reader.read_requests(*root, "platform-dev", {});
    }
    reader.read_given(*root, "platform-overrides");
    return reader.take();
}

std::string zipped_package_of_lock(Source const& lock) {
    auto const tree = context::read_json(lock);
    auto const* root = context::object_of(tree.get());
    auto const* packages = root == nullptr ? nullptr : root->find("packages");
    if (packages == nullptr || packages->kind != json::Node::Kind::array) return {};
    for (auto const& package : packages->children) {
        if (package.kind != json::Node::Kind::object) continue;
        auto const* dist = context::object_in(package, "dist");
        auto const* type = dist == nullptr ? nullptr : dist->find("type");
        auto const* name = package.find("name");
        if (type != nullptr && name != nullptr && context::text_of(*type) == "zip")
            return context::text_of(*name);
    }
    return {};
}

}  // namespace dockcheck::model
