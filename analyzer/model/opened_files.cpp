// Whether a program may make a file itself before it opens it.
#include "analyzer/model/opened_files.hpp"

#include "analyzer/model/paths.hpp"
#include "analyzer/text/base_name.hpp"

namespace dockcheck::model {
namespace {

/// Bytes of sources that are searched for the names of all files together.
constexpr std::size_t most_bytes_searched = std::size_t{64} << 20;

bool is_mentioned_once(Build const& build, std::vector<std::string> const& sources,
                       std::string_view path, std::size_t& budget) {
    auto const name = base_name(path);
    if (name.empty()) return false;
    std::size_t times = 0;
    for (auto const& file : sources) {
        auto const* source = build.context()->read(file);
        if (source == nullptr) return false;
        auto const text = source->bytes();
        if (text.size() > budget) return false;
        budget -= text.size();
        for (auto at = text.find(name); at != text.npos && times < 2;
             at = text.find(name, at + name.size())) {
            ++times;
        }
    }
    return times == 1;
}

}  // namespace

void drop_made_files(Build const& build, std::string_view folder,
                     std::vector<std::string> const& sources, std::vector<OpenedFile>& opened) {
    auto budget = most_bytes_searched;
    std::erase_if(opened, [&](OpenedFile const& file) {
        return (folder.empty() && !file.path.starts_with('/'))
               || !is_mentioned_once(build, sources, file.path, budget);
    });
    for (auto& file : opened) {
        auto const path = file.path.starts_with('/')
                              ? std::string(file.path)
                              : std::string(folder) + "/" + std::string(file.path);
        file.path = build.arena().copy(clean_path(path));
    }
}

}  // namespace dockcheck::model
