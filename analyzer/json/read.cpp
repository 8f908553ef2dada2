// The tree is made of RapidJSON's events. Between two events stand only blanks, ':' and ',', so
// that where a value begins is known; where it ends the stream tells.
#include "analyzer/json/read.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <rapidjson/error/en.h>
#include <rapidjson/memorystream.h>
#include <rapidjson/reader.h>
#include <utility>
#include <vector>

#include "analyzer/json/strings.hpp"

namespace dockcheck::json {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

/// Takes the events of one value of the text after the other.
class TreeEvents {
 public:
    using Size = rapidjson::SizeType;

    TreeEvents(Source const& source, Tree& tree, rapidjson::MemoryStream const& stream,
               Budget& budget)
        : source_(source), tree_(tree), stream_(stream), budget_(budget) {}

    /// What ended the text before the reader found a mistake.
    std::optional<Mistake> mistake;

    // NOLINTBEGIN(readability-identifier-naming): RapidJSON calls them so
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
        node.text = map_string(source_, span, {text, size}, tree_.arena);
        return done(span.end);
    }
    bool Key(char const* text, Size size, bool /*copy*/) {
        key_span_ = next_span();
        if (!take_escapes(key_span_)) return false;
        key_ = map_string(source_, key_span_, {text, size}, tree_.arena);
        return done(key_span_.end);
    }
    bool StartObject() { return open(Node::Kind::object); }
    bool EndObject(Size /*count*/) { return close(); }
    bool StartArray() { return open(Node::Kind::array); }
    bool EndArray(Size /*count*/) { return close(); }
    // NOLINTEND(readability-identifier-naming)

    /// Says where the first value is looked for.
    void skip_to(std::uint32_t offset) { previous_end_ = offset; }
    /// Ends the text: what was read are its roots.
    void finish() { tree_.roots = place_children(0); }

 private:
    [[nodiscard]] std::uint32_t told() const { return static_cast<std::uint32_t>(stream_.Tell()); }

    /// The value that ends where the stream stands.
    [[nodiscard]] Span next_span() const {
        auto const begin = source_.bytes().find_first_not_of(" \t\r\n:,", previous_end_);
        return {static_cast<std::uint32_t>(begin), told()};
    }
    bool take_escapes(Span span) {
        auto const text = source_.bytes().substr(span.begin, span.size());
        auto const escapes = std::ranges::count(text, '\\');
        if (escapes <= budget_.escapes) {
            budget_.escapes -= static_cast<std::uint32_t>(escapes);
            return true;
        }
        mistake = {span.begin, "there are too many escapes in the strings of this text"};
        return false;
    }
    bool done(std::uint32_t end) {
        previous_end_ = end;
        if (!mistake && budget_.values == 0) {
            mistake = {end, "there are too many values in this text"};
        }
        if (mistake) return false;
        --budget_.values;
        return true;
    }
    Node& add(Node::Kind kind, Span span) {
        auto& node = pending_.emplace_back();
        node.kind = kind;
        node.source = &source_;
        node.span = span;
        node.key = std::exchange(key_, {});
        node.key_span = std::exchange(key_span_, {});
        return node;
    }
    bool scalar(Node::Kind kind) {
        auto const span = next_span();
        auto const text = source_.bytes().substr(span.begin, span.size());
        add(kind, span).text = Mapped(text, span.begin);
        return done(span.end);
    }
    bool open(Node::Kind kind) {
        auto const begin = next_span().begin;
        add(kind, {begin, begin + 1});
        open_.push_back(pending_.size());
        if (open_.size() > budget_.depth) {
            mistake = {begin, fmt::format("values are nested more than {} deep", budget_.depth)};
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
        auto const placed = tree_.arena.copy(std::span(pending_).subspan(first));
        pending_.resize(first);
        std::uint32_t index = 0;
        for (auto& node : placed) {
            node.index = index++;
            for (auto const& child : node.children) const_cast<Node&>(child).parent = &node;
        }
        return placed;
    }

    Source const& source_;
    Tree& tree_;
    rapidjson::MemoryStream const& stream_;
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

}  // namespace

std::optional<Mistake> read(Source const& source, Budget& budget, Tree& tree) {
    constexpr unsigned flags =
        rapidjson::kParseIterativeFlag | rapidjson::kParseValidateEncodingFlag
        | rapidjson::kParseNumbersAsStringsFlag | rapidjson::kParseStopWhenDoneFlag;
    auto const bytes = source.bytes();
    rapidjson::MemoryStream stream(bytes.data(), bytes.size());
    if (bytes.starts_with(byte_order_mark)) {
        for (std::size_t i = 0; i < byte_order_mark.size(); ++i) stream.Take();
    }
    TreeEvents events(source, tree, stream, budget);
    events.skip_to(static_cast<std::uint32_t>(stream.Tell()));
    rapidjson::Reader reader;
    do {
        auto const result = reader.Parse<flags>(stream, events);
        if (events.mistake) return std::move(events.mistake);
        if (result.IsError()) {
            return Mistake{static_cast<std::uint32_t>(result.Offset()),
                           json_problem(result.Code())};
        }
        rapidjson::SkipWhitespace(stream);
    } while (stream.Tell() < bytes.size());
    events.finish();
    return std::nullopt;
}

}  // namespace dockcheck::json
