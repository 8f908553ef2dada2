// The tree is made of RapidJSON's events. Between two events stand only blanks, ':' and ',', so
// that where a value begins is known; where it ends the stream tells.
#include "analyzer/image/readers/json_tree.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <rapidjson/error/en.h>
#include <rapidjson/memorystream.h>
#include <rapidjson/reader.h>
#include <utility>
#include <vector>

#include "analyzer/image/readers/json_string.hpp"
#include "analyzer/text/line_index.hpp"

namespace dockcheck::image {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

/// Takes the events of one value of the text after the other.
class TreeEvents {
 public:
    using Size = rapidjson::SizeType;

    TreeEvents(Document& document, rapidjson::MemoryStream const& stream, Limits const& limits,
               Budget& budget)
        : document_(document), stream_(stream), limits_(limits), budget_(budget) {}

    std::string problem;
    std::uint32_t problem_offset = 0;

    bool Null() { return scalar(Node::Kind::null); }
    bool Bool(bool /*value*/) { return scalar(Node::Kind::boolean); }
    bool Int(int /*value*/) { return scalar(Node::Kind::number); }
    bool Uint(unsigned /*value*/) { return scalar(Node::Kind::number); }
    bool Int64(std::int64_t /*value*/) { return scalar(Node::Kind::number); }
    bool Uint64(std::uint64_t /*value*/) { return scalar(Node::Kind::number); }
    bool Double(double /*value*/) { return scalar(Node::Kind::number); }
    bool RawNumber(char const* /*text*/, Size /*size*/, bool /*copy*/) {
        return scalar(Node::Kind::number);
    }
    bool String(char const* text, Size size, bool /*copy*/) {
        auto const span = next_span();
        if (!take_escapes(span)) return false;
        auto& node = add(Node::Kind::string, span);
        node.text = map_string(document_, span, {text, size});
        return done(span.end);
    }
    bool Key(char const* text, Size size, bool /*copy*/) {
        key_span_ = next_span();
        if (!take_escapes(key_span_)) return false;
        key_ = map_string(document_, key_span_, {text, size});
        return done(key_span_.end);
    }
    bool StartObject() { return open(Node::Kind::object); }
    bool EndObject(Size /*count*/) { return close(); }
    bool StartArray() { return open(Node::Kind::array); }
    bool EndArray(Size /*count*/) { return close(); }

    /// Says where the first value is looked for.
    void skip_to(std::uint32_t offset) { previous_end_ = offset; }
    /// Ends the text: what was read are its roots.
    void finish() { document_.roots = place_children(0); }

 private:
    [[nodiscard]] std::uint32_t told() const { return static_cast<std::uint32_t>(stream_.Tell()); }

    /// The value that ends where the stream stands.
    [[nodiscard]] Span next_span() const {
        auto const begin = document_.source.bytes().find_first_not_of(" \t\r\n:,", previous_end_);
        return {static_cast<std::uint32_t>(begin), told()};
    }
    bool take_escapes(Span span) {
        auto const text = document_.source.bytes().substr(span.begin, span.size());
        auto const escapes = std::ranges::count(text, '\\');
        if (escapes <= budget_.escapes) {
            budget_.escapes -= static_cast<std::uint32_t>(escapes);
            return true;
        }
        problem = "there are too many escapes in the strings of this text";
        problem_offset = span.begin;
        return false;
    }
    bool done(std::uint32_t end) {
        previous_end_ = end;
        if (problem.empty() && budget_.values == 0) {
            problem = "there are too many values in this text";
            problem_offset = end;
        }
        if (!problem.empty()) return false;
        --budget_.values;
        return true;
    }
    Node& add(Node::Kind kind, Span span) {
        auto& node = pending_.emplace_back();
        node.kind = kind;
        node.source = &document_.source;
        node.span = span;
        node.key = std::exchange(key_, {});
        node.key_span = std::exchange(key_span_, {});
        return node;
    }
    bool scalar(Node::Kind kind) {
        auto const span = next_span();
        auto const text = document_.source.bytes().substr(span.begin, span.size());
        add(kind, span).text = Mapped(text, span.begin);
        return done(span.end);
    }
    bool open(Node::Kind kind) {
        auto const begin = next_span().begin;
        add(kind, {begin, begin + 1});
        open_.push_back(pending_.size());
        if (open_.size() > limits_.json_depth) {
            problem = fmt::format("values are nested more than {} deep", limits_.json_depth);
            problem_offset = begin;
        }
        return done(begin + 1);
    }
    bool close() {
        auto const end = next_span().begin + 1;
        auto const first = open_.back();
        open_.pop_back();
        auto const children = place_children(first);
        pending_.back().children = children;
        pending_.back().span.end = end;
        previous_end_ = end;
        return true;
    }

    /// Moves the values from `first` on to where they stay.
    std::span<Node const> place_children(std::size_t first) {
        auto const placed = document_.arena.copy(std::span(pending_).subspan(first));
        pending_.resize(first);
        std::uint32_t index = 0;
        for (auto& node : placed) {
            node.index = index++;
            for (auto const& child : node.children) const_cast<Node&>(child).parent = &node;
        }
        return placed;
    }

    Document& document_;
    rapidjson::MemoryStream const& stream_;
    Limits const& limits_;
    Budget& budget_;
    std::uint32_t previous_end_ = 0;
    Mapped key_;
    Span key_span_;
    std::vector<Node> pending_;      ///< of all values that are not closed yet
    std::vector<std::size_t> open_;  ///< where the children of the open ones begin
};

/// What RapidJSON says, in the words of the other messages.
std::string json_problem(rapidjson::ParseErrorCode code) {
    switch (code) {
        case rapidjson::kParseErrorDocumentEmpty:
            return "there is no JSON value here";
        case rapidjson::kParseErrorValueInvalid:
            return "this is no JSON value";
        case rapidjson::kParseErrorObjectMissName:
            return "a member's name in quotes is missing";
        case rapidjson::kParseErrorObjectMissColon:
            return "a ':' is missing behind the name";
        case rapidjson::kParseErrorObjectMissCommaOrCurlyBracket:
            return "a ',' or '}' is missing";
        case rapidjson::kParseErrorArrayMissCommaOrSquareBracket:
            return "a ',' or ']' is missing";
        case rapidjson::kParseErrorStringMissQuotationMark:
            return "the string has no closing quote";
        default:
            break;
    }
    std::string text = rapidjson::GetParseError_En(code);
    if (text.ends_with('.')) text.pop_back();
    return text;
}

tl::unexpected<Error> error_at(Document const& document, std::size_t offset, std::string text) {
    auto const at = static_cast<std::uint32_t>(offset);
    return tl::unexpected(Error{shown_place(document, at), std::move(text)});
}

Result<void> read_values(Document& document, Limits const& limits, Budget& budget) {
    constexpr unsigned flags =
        rapidjson::kParseIterativeFlag | rapidjson::kParseValidateEncodingFlag
        | rapidjson::kParseNumbersAsStringsFlag | rapidjson::kParseStopWhenDoneFlag;
    auto const bytes = document.source.bytes();
    rapidjson::MemoryStream stream(bytes.data(), bytes.size());
    if (bytes.starts_with(byte_order_mark)) {
        for (std::size_t i = 0; i < byte_order_mark.size(); ++i) stream.Take();
    }
    TreeEvents events(document, stream, limits, budget);
    events.skip_to(static_cast<std::uint32_t>(stream.Tell()));
    rapidjson::Reader reader;
    do {
        auto const result = reader.Parse<flags>(stream, events);
        if (!events.problem.empty()) {
            return error_at(document, events.problem_offset, events.problem);
        }
        if (result.IsError())
            return error_at(document, result.Offset(), json_problem(result.Code()));
        rapidjson::SkipWhitespace(stream);
    } while (stream.Tell() < bytes.size());
    events.finish();
    return {};
}

}  // namespace

std::string shown_name(Document const& document) {
    if (document.entry.empty()) return document.source.name();
    return fmt::format("{}: {}", document.source.name(), document.entry);
}

std::string shown_place(Document const& document, std::uint32_t offset) {
    auto const position = LineIndex(document.source.bytes()).position(offset);
    return fmt::format("{}:{}:{}", shown_name(document), position.line, position.column);
}

Result<std::shared_ptr<Document const>> read_json(std::string const& name, std::string entry,
                                                  std::string bytes, Limits const& limits,
                                                  Budget& budget) {
    auto document = std::make_shared<Document>(name, std::move(entry), bytes);
    bytes = {};  // the text is large, and held twice until here
    if (auto const done = read_values(*document, limits, budget); !done) {
        return tl::unexpected(done.error());
    }
    return std::shared_ptr<Document const>(std::move(document));
}

}  // namespace dockcheck::image
