// Python modules among the files of an image.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/model/build.hpp"

namespace dockcheck::model {

/// A visible source as a module.
struct PythonModule {
    std::string name;  ///< dotted
    std::string path;  ///< in the context
    std::string image_path;
    bool is_package = false;
    context::PythonFacts const* facts = nullptr;

    /// Its package, dotted.
    [[nodiscard]] std::string package() const;
};

/// True for `name` and `package.name`.
bool is_dotted_name(std::string_view text);

/// Finds modules in the folders of sys.path. Nothing is run.
class PythonModules {
 public:
    PythonModules(Build const& build, Stage const& stage) : build_(build), stage_(stage) {}

    /// Folders are absolute; the first one added is looked into first.
    void add_root(std::string folder) { roots_.push_back(std::move(folder)); }
    void set_first_root(std::string folder) { roots_.front() = std::move(folder); }
    [[nodiscard]] std::string const& first_root() const { return roots_.front(); }

    /// A module by its whole name, or nullptr. Pointers stay good.
    PythonModule const* find(std::string const& name);
    /// The started file, which is the module `__main__`.
    PythonModule const* load_main(std::string const& name, std::string const& image_path) {
        return load("__main__", name, image_path, false);
    }

 private:
    PythonModule const* load(std::string const& key, std::string const& name,
                             std::string const& image_path, bool is_package);

    Build const& build_;
    Stage const& stage_;
    std::vector<std::string> roots_{};
    std::map<std::string, PythonModule> modules_{};
};

}  // namespace dockcheck::model
