// JSON by RapidJSON.
#include "analyzer/report/json_writer.hpp"

#include <algorithm>
#include <cstdint>
#include <rapidjson/memorystream.h>
#include <rapidjson/prettywriter.h>
#include <rapidjson/reader.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include "analyzer/text/byte_search.hpp"
#include "analyzer/text/byte_set.hpp"
#include "analyzer/text/utf8.hpp"

namespace dockcheck {
namespace {

/// True when a text stands in JSON as it is: printable ASCII without quotes and backslashes. It may
/// be false for others, which only take longer.
bool is_plain(std::string_view text) {
    static constexpr ByteSet plain(
        " !#$%&'()*+,-./"
        "0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_`abcdefghijklmnopqrstuvwxyz{|}");
    constexpr std::uint64_t ones = 0x0101010101010101U;
    if (text.size() < sizeof ones) return plain.find_outside(text) == std::string_view::npos;
    // The high bit of a byte shows up when it is no ASCII, below ' ', a quote or a backslash.
    auto const special = [&](std::size_t at) {
        auto const eight = eight_bytes(text, at);
        return eight | (eight - ones * ' ') | ((eight ^ (ones * '"')) - ones)
               | ((eight ^ (ones * '\\')) - ones);
    };
    auto const last = text.size() - sizeof ones;
    auto seen = special(last);
    for (std::size_t at = 0; at < last; at += sizeof ones) seen |= special(at);
    return (seen & (ones * 0x80U)) == 0;
}

/// RapidJSON's writer, which looks at each byte of a text; most of ours need no escape.
class Writer : public rapidjson::Writer<rapidjson::StringBuffer> {
 public:
    using rapidjson::Writer<rapidjson::StringBuffer>::Writer;

    /// Writes a text or a member's name of valid UTF-8.
    void text(std::string_view text) {
        if (!is_plain(text)) {
            String(text.data(), static_cast<rapidjson::SizeType>(text.size()));
            return;
        }
        Prefix(rapidjson::kStringType);
        auto* at = os_->Push(text.size() + 2);
        *at++ = '"';
        at = std::copy(text.begin(), text.end(), at);
        *at = '"';
    }
};

bool is_json(std::string_view text) {
    rapidjson::MemoryStream stream(text.data(), text.size());
    rapidjson::BaseReaderHandler<> handler;
    rapidjson::Reader reader;
    constexpr auto flags = rapidjson::kParseIterativeFlag | rapidjson::kParseValidateEncodingFlag;
    return !reader.Parse<flags>(stream, handler).IsError();
}

}  // namespace

struct JsonWriter::State {
    rapidjson::StringBuffer buffer;
    Writer writer{buffer};
};

JsonWriter::JsonWriter() : state_(std::make_unique<State>()) {}
JsonWriter::~JsonWriter() = default;

void JsonWriter::name(std::string_view name) { state_->writer.text(name); }

void JsonWriter::object(FunctionRef<void()> members) {
    state_->writer.StartObject();
    members();
    state_->writer.EndObject();
}

void JsonWriter::object(std::string_view member, FunctionRef<void()> members) {
    name(member);
    object(members);
}

void JsonWriter::array(FunctionRef<void()> elements) {
    state_->writer.StartArray();
    elements();
    state_->writer.EndArray();
}

void JsonWriter::array(std::string_view member, FunctionRef<void()> elements) {
    name(member);
    array(elements);
}

void JsonWriter::text(std::string_view value) {
    if (is_utf8(value)) {
        state_->writer.text(value);
    } else {
        state_->writer.text(to_valid_utf8(value));
    }
}

void JsonWriter::text(std::string_view member, std::string_view value) {
    name(member);
    text(value);
}

void JsonWriter::text_or_null(std::string_view member, std::string_view value) {
    if (value.empty()) return null(member);
    text(member, value);
}

void JsonWriter::number(std::uint64_t value) { state_->writer.Uint64(value); }

void JsonWriter::number(std::string_view member, std::uint64_t value) {
    name(member);
    state_->writer.Uint64(value);
}

void JsonWriter::flag(std::string_view member, bool value) {
    name(member);
    state_->writer.Bool(value);
}

void JsonWriter::null(std::string_view member) {
    name(member);
    state_->writer.Null();
}

void JsonWriter::value(std::string_view member, std::string_view json) {
    if (!is_json(json)) return text(member, json);
    name(member);
    state_->writer.RawValue(json.data(), json.size(), rapidjson::kObjectType);
}

std::string JsonWriter::take() {
    std::string result;
    move_to(result);
    return result;
}

void JsonWriter::move_to(std::string& out) {
    out.append(state_->buffer.GetString(), state_->buffer.GetSize());
    state_->buffer.Clear();
    state_->writer.Reset(state_->buffer);
}

std::string pretty_json(std::string_view json) {
    rapidjson::MemoryStream stream(json.data(), json.size());
    rapidjson::StringBuffer buffer;
    rapidjson::PrettyWriter<rapidjson::StringBuffer> writer(buffer);
    writer.SetIndent(' ', 2);
    rapidjson::Reader reader;
    (void)reader.Parse<rapidjson::kParseIterativeFlag>(stream, writer);
    return std::string(buffer.GetString(), buffer.GetSize()) + "\n";
}

}  // namespace dockcheck
