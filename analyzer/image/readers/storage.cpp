// What all storages share: each text is read, checked and parsed once.
#include "analyzer/image/readers/storage.hpp"

#include <fmt/format.h>
#include <utility>

#include "analyzer/image/readers/digest.hpp"

namespace dockcheck::image {

Storage::Storage(std::string name, Limits const& limits)
    : name_(std::move(name)),
      limits_(limits),
      texts_room_(limits.texts_size),
      lists_room_(limits.layer_lists_size),
      budget_(json_budget(limits)) {}

Result<std::shared_ptr<Document const>> Storage::document(std::string_view path) {
    if (auto const known = documents_.find(path); known != documents_.end()) return known->second;
    if (!has(path)) return error(path, "it is named, but it is missing");
    auto text = bytes(path, limits_.text_size);
    if (!text) return tl::unexpected(text.error());
    if (auto const digest = digest_of_path(path); digest && !has_digest(*text, *digest)) {
        return error(path, changed_bytes(sha256_of(*text)));
    }
    auto [source, entry] = names(path);
    auto read = read_json(source, std::move(entry), std::move(*text), budget_);
    if (read) documents_.emplace(path, *read);
    return read;
}

std::shared_ptr<FileList const> Storage::list(std::string_view path) {
    if (!has(path)) return nullptr;
    path = resolved(path);
    if (auto const known = lists_.find(path); known != lists_.end()) return known->second;
    auto list = make_list(path);
    lists_.emplace(path, list);
    return list;
}

tl::unexpected<Error> Storage::error(std::string_view path, std::string text) const {
    return tl::unexpected(Error{shown(path), std::move(text)});
}

}  // namespace dockcheck::image
