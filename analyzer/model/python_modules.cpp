// sys.path as far as the image's own sources go.
#include "analyzer/model/python_modules.hpp"

#include <algorithm>

#include "analyzer/model/placed_file.hpp"

namespace dockcheck::model {
namespace {

/// Modules of one program that are looked for.
constexpr std::size_t most_modules = 400;

}  // namespace

std::string PythonModule::package() const {
    if (is_package) return name;
    auto const dot = name.rfind('.');
    return dot == std::string::npos ? std::string() : name.substr(0, dot);
}

bool is_dotted_name(std::string_view text) {
    return !text.empty() && text.front() != '.' && (text.front() < '0' || text.front() > '9')
           && std::ranges::all_of(text, [](char c) {
                  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '.'
                         || (c >= '0' && c <= '9');
              });
}

PythonModule const* PythonModules::load(std::string const& key, std::string const& name,
                                        std::string const& image_path, bool is_package) {
    auto const found = placed_file(build_, stage_, image_path);
    if (!found) return nullptr;
    auto const* facts = build_.context()->python(*found);
    if (facts == nullptr) return nullptr;
    return &modules_
                .insert_or_assign(key, PythonModule{name, *found, image_path, is_package, facts})
                .first->second;
}

PythonModule const* PythonModules::find(std::string const& name) {
    if (auto const known = modules_.find(name); known != modules_.end())
        return known->second.facts == nullptr ? nullptr : &known->second;
    if (modules_.size() >= most_modules || !is_dotted_name(name)) return nullptr;
    auto tail = name;
    std::ranges::replace(tail, '.', '/');
    for (auto const& root : roots_) {
        auto const base = (root == "/" ? "" : root) + "/" + tail;
        if (auto const* module = load(name, name, base + "/__init__.py", true)) return module;
        if (auto const* module = load(name, name, base + ".py", false)) return module;
    }
    modules_.emplace(name, PythonModule{});
    return nullptr;
}

}  // namespace dockcheck::model
