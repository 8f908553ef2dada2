// A layout folder of the disk.
#include <utility>

#include "analyzer/image/readers/file_list.hpp"
#include "analyzer/image/readers/storage.hpp"
#include "analyzer/system/disk.hpp"
#include "analyzer/system/open_file.hpp"
#include "analyzer/text/file.hpp"

namespace dockcheck::image {
namespace {

class Folder final : public Storage {
 public:
    Folder(std::string const& path, Limits const& limits) : Storage(path, limits) {}

    [[nodiscard]] bool has(std::string_view path) const override { return size(path).has_value(); }
    [[nodiscard]] std::optional<std::uint64_t> size(std::string_view path) const override {
        auto const status = system::status_of(shown(path));
        if (status.kind != system::Kind::file) return std::nullopt;
        return status.size;
    }

 protected:
    Result<std::string> bytes(std::string_view path, std::uint64_t limit) override {
        auto text = read_file(shown(path), limit);
        if (!text) return text;
        if (text->size() > texts_room_) return error(path, "the texts of the image are too large");
        texts_room_ -= text->size();
        return text;
    }
    std::shared_ptr<FileList const> make_list(std::string_view path) override {
        system::OpenFile const file(system::open_file_at_once(shown(path)));
        if (!file) return nullptr;
        return list_files(look_at(file_stream(file.number(), 0, size(path).value_or(0))),
                          Reading::skipping, limits_, lists_room_);
    }
    [[nodiscard]] std::string shown(std::string_view path) const override {
        auto whole = name_;
        if (!whole.ends_with('/')) whole += '/';
        return whole.append(path);
    }
    [[nodiscard]] std::pair<std::string, std::string> names(std::string_view path) const override {
        return {shown(path), std::string{}};
    }
};

}  // namespace

std::unique_ptr<Storage> open_folder(std::string const& path, Limits const& limits) {
    return std::make_unique<Folder>(path, limits);
}

}  // namespace dockcheck::image
