// Reading a baseline with RapidJSON's events, and writing it.
#include "analyzer/report/baseline.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <rapidjson/error/en.h>
#include <rapidjson/memorystream.h>
#include <rapidjson/reader.h>

#include "analyzer/report/json_writer.hpp"
#include "analyzer/text/line_index.hpp"

namespace dockcheck {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
constexpr std::string_view known_version = "1";
constexpr std::size_t fingerprint_size = 64;

/// Takes the events of a baseline; each function returns false at the first thing that is wrong,
/// and `problem` says what.
class BaselineEvents {
 public:
    using Size = rapidjson::SizeType;

    explicit BaselineEvents(rapidjson::MemoryStream const& stream) : stream_(stream) {}

    std::vector<BaselineEntry> entries;
    std::string problem;
    std::size_t problem_offset = 0;

    // NOLINTBEGIN(readability-identifier-naming): RapidJSON calls them so
    bool Null() { return other(); }
    bool Bool(bool /*value*/) { return other(); }
    bool Int(int /*value*/) { return other(); }
    bool Uint(unsigned /*value*/) { return other(); }
    bool Int64(std::int64_t /*value*/) { return other(); }
    bool Uint64(std::uint64_t /*value*/) { return other(); }
    bool Double(double /*value*/) { return other(); }
    bool RawNumber(char const* text, Size size, bool /*copy*/) {
        if (depth_ != 1 || key_ != "schema_version") return other();
        std::string_view const version(text, size);
        if (version != known_version) {
            return wrong(fmt::format("a baseline of schema version {}; this dockcheck reads {}",
                                     version, known_version));
        }
        has_version_ = true;
        return done();
    }
    bool String(char const* text, Size size, bool /*copy*/) {
        auto* const member = depth_ == 3 && in_findings_ ? member_of_entry() : nullptr;
        if (member == nullptr) return other();
        member->assign(text, size);
        if (key_ == "fingerprint" && !is_fingerprint(*member)) {
            return wrong("this is no fingerprint, which has 64 hexadecimal digits");
        }
        return done();
    }
    bool Key(char const* text, Size size, bool /*copy*/) {
        if (depth_ == 1 || depth_ == 3) key_.assign(text, size);
        return done();
    }
    bool StartObject() {
        bool const is_entry = depth_ == 2 && in_findings_;
        if (depth_ > 0 && !is_entry && is_expected_here()) return other();
        if (is_entry) entries.emplace_back();
        ++depth_;
        return bracket();
    }
    bool EndObject(Size /*count*/) {
        --depth_;
        if (depth_ == 2 && in_findings_ && entries.back().fingerprint.empty()) {
            return wrong("the finding has no \"fingerprint\"");
        }
        if (depth_ == 0 && !has_version_) return wrong("there is no \"schema_version\"");
        if (depth_ == 0 && !has_findings_) return wrong("there is no \"findings\"");
        return bracket();
    }
    bool StartArray() {
        bool const is_findings = depth_ == 1 && key_ == "findings";
        if (!is_findings && is_expected_here()) return other();
        if (is_findings) in_findings_ = has_findings_ = true;
        ++depth_;
        return bracket();
    }
    bool EndArray(Size /*count*/) {
        --depth_;
        if (depth_ == 1) in_findings_ = false;
        return bracket();
    }
    // NOLINTEND(readability-identifier-naming)

 private:
    static bool is_fingerprint(std::string_view text) {
        return text.size() == fingerprint_size
               && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
    }

    /// True where only some kind of value makes sense.
    [[nodiscard]] bool is_expected_here() const {
        if (depth_ == 0 || (depth_ == 2 && in_findings_)) return true;
        if (depth_ == 1) return key_ == "findings" || key_ == "schema_version";
        return depth_ == 3 && in_findings_ && is_member(key_);
    }
    static bool is_member(std::string_view key) {
        return key == "fingerprint" || key == "path" || key == "rule" || key == "message";
    }
    std::string* member_of_entry() {
        auto& entry = entries.back();
        if (key_ == "fingerprint") return &entry.fingerprint;
        if (key_ == "path") return &entry.path;
        if (key_ == "rule") return &entry.rule;
        return key_ == "message" ? &entry.message : nullptr;
    }

    /// A value that is right only where nothing of a certain kind is expected.
    bool other() {
        if (!is_expected_here()) return done();
        if (depth_ == 0) return wrong("a baseline is an object: {\"schema_version\": 1, ...}");
        if (depth_ == 2) return wrong("a finding is an object");
        if (depth_ == 3) return wrong(fmt::format("\"{}\" must be a string", key_));
        return wrong(fmt::format("\"{}\" must be {}", key_,
                                 key_ == "findings" ? "a list of findings" : "a number"));
    }
    /// Brackets are told before they are read.
    bool bracket() {
        end_of_last_ = stream_.Tell() + 1;
        return true;
    }
    bool done() {
        end_of_last_ = stream_.Tell();
        return true;
    }
    bool wrong(std::string text) {
        problem = std::move(text);
        problem_offset = end_of_last_;
        constexpr std::string_view between = " \t\r\n:,";
        while (problem_offset < stream_.size_
               && between.find(stream_.begin_[problem_offset]) != std::string_view::npos) {
            ++problem_offset;
        }
        return false;
    }

    rapidjson::MemoryStream const& stream_;
    std::size_t end_of_last_ = 0;  ///< where the last event ended
    int depth_ = 0;
    std::string key_;  ///< the last one of the outer object or of a finding
    bool in_findings_ = false;
    bool has_findings_ = false;
    bool has_version_ = false;
};

std::string parser_message(rapidjson::ParseErrorCode code) {
    std::string text = rapidjson::GetParseError_En(code);
    if (text.ends_with('.')) text.pop_back();
    return "no JSON: " + text;
}

}  // namespace

Result<Baseline> Baseline::parse(std::string_view text, std::string_view name) {
    auto const json =
        text.starts_with(byte_order_mark) ? text.substr(byte_order_mark.size()) : text;
    rapidjson::MemoryStream stream(json.data(), json.size());
    BaselineEvents events(stream);
    rapidjson::Reader reader;
    constexpr auto flags = rapidjson::kParseIterativeFlag | rapidjson::kParseValidateEncodingFlag
                           | rapidjson::kParseNumbersAsStringsFlag;
    auto const outcome = reader.Parse<flags>(stream, events);
    if (outcome.IsError()) {
        bool const is_ours = !events.problem.empty();
        auto const offset =
            std::min(is_ours ? events.problem_offset : outcome.Offset(), json.size());
        auto const place = LineIndex(json).position(static_cast<std::uint32_t>(offset));
        return tl::unexpected(Error{fmt::format("{}:{}:{}", name, place.line, place.column),
                                    is_ours ? events.problem : parser_message(outcome.Code())});
    }
    Baseline result;
    result.entries_ = std::move(events.entries);
    for (auto const& entry : result.entries_) result.fingerprints_.insert(entry.fingerprint);
    return result;
}

std::string baseline_text(std::vector<BaselineEntry> entries) {
    std::ranges::sort(entries);
    std::string result = "{\"schema_version\": 1, \"findings\": [";
    JsonWriter json;
    for (std::size_t i = 0; i < entries.size(); ++i) {
        json.object([&] {
            json.text("path", entries[i].path);
            json.text("rule", entries[i].rule);
            json.text("message", entries[i].message);
            json.text("fingerprint", entries[i].fingerprint);
        });
        result += i == 0 ? "\n" : ",\n";
        result += json.take();
    }
    return result + "\n]}\n";
}

}  // namespace dockcheck
