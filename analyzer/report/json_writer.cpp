// JSON by RapidJSON.
#include "analyzer/report/json_writer.hpp"

#include <rapidjson/memorystream.h>
#include <rapidjson/prettywriter.h>
#include <rapidjson/reader.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include "analyzer/text/utf8.hpp"

namespace dockcheck {
namespace {

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
    rapidjson::Writer<rapidjson::StringBuffer> writer{buffer};
};

JsonWriter::JsonWriter() : state_(std::make_unique<State>()) {}
JsonWriter::~JsonWriter() = default;

void JsonWriter::name(std::string_view name) {
    state_->writer.Key(name.data(), static_cast<rapidjson::SizeType>(name.size()));
}

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
    auto const write = [&](std::string_view utf8) {
        state_->writer.String(utf8.data(), static_cast<rapidjson::SizeType>(utf8.size()));
    };
    if (value.empty()) {
        write("");
    } else if (is_utf8(value)) {
        write(value);
    } else {
        write(to_valid_utf8(value));
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
    std::string result(state_->buffer.GetString(), state_->buffer.GetSize());
    state_->buffer.Clear();
    state_->writer.Reset(state_->buffer);
    return result;
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
