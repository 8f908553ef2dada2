// RapidJSON's events put into a flat tree.
#include "analyzer/context/manifests/json_tree.hpp"

#include <rapidjson/memorystream.h>
#include <rapidjson/reader.h>

namespace dockcheck::context {

class JsonTreeBuilder {
 public:
    JsonTreeBuilder(std::string_view text, rapidjson::MemoryStream const& stream)
        : text_(text), stream_(stream) {}

    bool Null() { return add(JsonNode::Kind::other, {}); }
    bool Bool(bool /*value*/) { return add(JsonNode::Kind::other, {}); }
    // Numbers come as RawNumber.
    bool Int(int /*value*/) { return false; }
    bool Uint(unsigned /*value*/) { return false; }
    bool Int64(std::int64_t /*value*/) { return false; }
    bool Uint64(std::uint64_t /*value*/) { return false; }
    bool Double(double /*value*/) { return false; }
    bool RawNumber(char const* text, rapidjson::SizeType size, bool /*copy*/) {
        return add(JsonNode::Kind::other, {text, size});
    }
    bool String(char const* text, rapidjson::SizeType size, bool /*copy*/) {
        return add(JsonNode::Kind::string, {text, size});
    }
    bool Key(char const* text, rapidjson::SizeType size, bool /*copy*/) {
        key_.assign(text, size);
        at_ = position();
        return true;
    }
    bool StartObject() { return open(JsonNode::Kind::object); }
    bool EndObject(rapidjson::SizeType /*count*/) { return close(); }
    bool StartArray() { return open(JsonNode::Kind::array); }
    bool EndArray(rapidjson::SizeType /*count*/) { return close(); }

    JsonTree take() { return std::move(tree_); }

 private:
    [[nodiscard]] std::uint32_t position() const {
        return static_cast<std::uint32_t>(stream_.Tell());
    }
    /// The first byte behind the last event that is none of those between values.
    [[nodiscard]] std::uint32_t begin() const {
        auto const begin = text_.find_first_not_of(" \t\r\n:,", at_);
        return static_cast<std::uint32_t>(begin == std::string_view::npos ? at_ : begin);
    }
    bool add(JsonNode::Kind kind, std::string_view text) {
        auto const index = static_cast<std::uint32_t>(tree_.nodes_.size());
        tree_.nodes_.push_back(
            {kind, std::move(key_), std::string(text), {begin(), position()}, index + 1});
        key_.clear();
        at_ = position();
        return true;
    }
    bool open(JsonNode::Kind kind) {
        // Of brackets the iterative parser tells before it has taken them.
        auto const behind = begin() + 1;
        open_.push_back(static_cast<std::uint32_t>(tree_.nodes_.size()));
        add(kind, {});
        at_ = behind;
        return true;
    }
    bool close() {
        auto& node = tree_.nodes_[open_.back()];
        open_.pop_back();
        node.next = static_cast<std::uint32_t>(tree_.nodes_.size());
        at_ = begin() + 1;
        node.span.end = at_;
        return true;
    }

    std::string_view text_;
    rapidjson::MemoryStream const& stream_;
    JsonTree tree_;
    std::vector<std::uint32_t> open_;
    std::string key_;
    std::uint32_t at_ = 0;
};

std::optional<JsonTree> JsonTree::read(std::string_view text) {
    constexpr std::size_t largest = std::size_t{2} * 1024 * 1024;
    if (text.starts_with("\xEF\xBB\xBF") || text.size() > largest) return std::nullopt;
    rapidjson::MemoryStream stream(text.data(), text.size());
    JsonTreeBuilder builder(text, stream);
    rapidjson::Reader reader;
    constexpr unsigned flags = rapidjson::kParseIterativeFlag
                               | rapidjson::kParseValidateEncodingFlag
                               | rapidjson::kParseNumbersAsStringsFlag;
    if (reader.Parse<flags>(stream, builder).IsError()) return std::nullopt;
    return builder.take();
}

JsonNode const* JsonTree::find(JsonNode const& object, std::string_view key) const {
    if (object.kind != JsonNode::Kind::object) return nullptr;
    JsonNode const* found = nullptr;
    for (auto const* child : children(object)) {
        if (child->key == key) found = child;
    }
    return found;
}

std::vector<JsonNode const*> JsonTree::children(JsonNode const& parent) const {
    std::vector<JsonNode const*> result;
    auto const begin = static_cast<std::uint32_t>(&parent - nodes_.data()) + 1;
    for (auto i = begin; i < parent.next; i = nodes_[i].next) result.push_back(&nodes_[i]);
    return result;
}

}  // namespace dockcheck::context
