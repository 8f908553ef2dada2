// See the header: lines of JSON and texts of any bytes.
#include "tests/conformance/json_lines.hpp"

#include <cstdint>
#include <cstdio>

#include "analyzer/text/utf8.hpp"

namespace dockcheck::conformance {
namespace {

constexpr std::string_view digits =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

std::string from_base64(std::string_view text) {
    std::string result;
    std::uint32_t bits = 0;
    int count = 0;
    for (char const c : text) {
        auto const digit = digits.find(c);
        if (digit == std::string_view::npos) break;
        bits = (bits << 6) | static_cast<std::uint32_t>(digit);
        count += 6;
        if (count < 8) continue;
        count -= 8;
        result.push_back(static_cast<char>((bits >> count) & 0xFF));
    }
    return result;
}

std::string to_base64(std::string_view text) {
    std::string result;
    for (std::size_t at = 0; at < text.size(); at += 3) {
        auto const part = text.substr(at, 3);
        std::uint32_t bits = 0;
        for (std::size_t i = 0; i < 3; ++i)
            bits = (bits << 8) | (i < part.size() ? static_cast<unsigned char>(part[i]) : 0U);
        for (std::size_t i = 0; i < 4; ++i)
            result.push_back(i <= part.size() ? digits[(bits >> (18 - 6 * i)) & 63] : '=');
    }
    return result;
}

bool read_line(std::string& line) {
    line.clear();
    int c = 0;
    while ((c = std::getchar()) != EOF && c != '\n') line.push_back(static_cast<char>(c));
    return c != EOF || !line.empty();
}

void write_string(Writer& out, std::string_view text) {
    out.String(text.data(), static_cast<rapidjson::SizeType>(text.size()));
}

}  // namespace

std::string text_of(rapidjson::Value const& value) {
    if (value.IsObject()) return from_base64(value["b64"].GetString());
    return {value.GetString(), value.GetStringLength()};
}

void write_text(Writer& out, std::string_view text) {
    if (is_utf8(text)) return write_string(out, text);
    out.StartObject();
    out.Key("b64");
    write_string(out, to_base64(text));
    out.EndObject();
}

std::string text_at(rapidjson::Value const& query, char const* name) {
    auto const found = query.FindMember(name);
    return found == query.MemberEnd() ? std::string() : text_of(found->value);
}

bool flag_at(rapidjson::Value const& query, char const* name) {
    auto const found = query.FindMember(name);
    return found != query.MemberEnd() && found->value.GetBool();
}

void write_text_at(Writer& out, char const* name, std::string_view text) {
    out.Key(name);
    write_text(out, text);
}

void answer_lines(FunctionRef<void(rapidjson::Value const& query, Writer& out)> answer) {
    std::string line;
    while (read_line(line)) {
        rapidjson::Document query;
        query.Parse(line.data(), line.size());
        rapidjson::StringBuffer buffer;
        Writer out(buffer);
        out.StartObject();
        if (query.IsObject()) answer(query, out);
        out.EndObject();
        buffer.Put('\n');
        std::fwrite(buffer.GetString(), 1, buffer.GetSize(), stdout);
        std::fflush(stdout);
    }
}

}  // namespace dockcheck::conformance
