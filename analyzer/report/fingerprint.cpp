// Fingerprints by SHA-256 (nettle).
#include "analyzer/report/fingerprint.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <nettle/sha2.h>
#include <unordered_map>

#include "analyzer/text/byte_set.hpp"

namespace dockcheck {
namespace {

/// Appends a field; each is preceded by its length, so that no two lists of fields are alike.
void add_field(std::string_view field, std::string& fields) {
    fmt::format_int const size(field.size());
    fields.append(size.data(), size.size());
    fields += ':';
    fields += field;
}

/// SHA-256, in hexadecimal digits.
std::string hash_of(std::string_view text) {
    sha256_ctx context;
    sha256_init(&context);
    sha256_update(&context, text.size(), reinterpret_cast<std::uint8_t const*>(text.data()));
    std::array<std::uint8_t, SHA256_DIGEST_SIZE> digest{};
    sha256_digest(&context, digest.size(), digest.data());
    constexpr std::string_view digits = "0123456789abcdef";
    std::string result(2 * digest.size(), '0');
    auto* end = result.data();
    for (auto const byte : digest) {
        *end++ = digits[byte >> 4U];
        *end++ = digits[byte & 15U];
    }
    return result;
}

/// The name of a stage; one without a name has its number, which changes with stages above it.
std::string_view name_of_stage(std::string_view stage) {
    bool const is_number = stage.find_first_not_of("0123456789") == std::string_view::npos;
    return is_number ? std::string_view() : stage;
}

/// More of an instruction than this does not go into fingerprints as it is.
constexpr std::size_t longest_text = 1000;

/// Runs of blanks as one blank.
std::string with_single_blanks(std::string_view text) {
    static constexpr ByteSet blanks(" \t\n\r\f\v");
    std::string out;
    out.reserve(text.size());
    for (auto at = blanks.find_outside(text); at < text.size();) {
        auto const end = std::min(blanks.find_in(text, at), text.size());
        if (!out.empty()) out += ' ';
        out += text.substr(at, end - at);
        at = blanks.find_outside(text, end);
    }
    return out;
}

/// A long text cut, with a hash (FNV-1a) of all of it.
void shorten(std::string& text) {
    if (text.size() <= longest_text) return;
    std::uint64_t hash = 14695981039346656037U;
    for (char const c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211U;
    text.resize(longest_text);
    text += "... " + std::to_string(hash);
}

/// True in another file. The texts of an image have one name.
bool is_elsewhere(Finding const& finding, Source const& source) {
    auto const* const other = finding.place.source;
    return other != nullptr && other != &source && other->name() != source.name();
}

/// The line in which a place begins, as fingerprints have it.
std::string line_of(Place place) {
    auto const bytes = place.source->bytes();
    auto const at = std::min<std::size_t>(place.span.begin, bytes.size());
    auto const before = at == 0 ? bytes.npos : bytes.rfind('\n', at - 1);
    auto const begin = before == bytes.npos ? 0 : before + 1;
    auto text = with_single_blanks(bytes.substr(begin, bytes.find('\n', at) - begin));
    shorten(text);
    return text;
}

/// The texts of instructions as fingerprints have them: blanks told apart by nothing, the keyword
/// in capitals as formatters write it. Findings of one instruction come one after the other.
class InstructionTexts {
 public:
    std::string const& of(Finding const& finding) {
        auto const line = finding.instruction_line;
        bool const is_same = line.data() == line_.data() && line.size() == line_.size();
        if (is_same && finding.instruction == keyword_) return text_;
        line_ = line;
        keyword_ = finding.instruction;
        text_ = with_single_blanks(line);
        shorten(text_);
        if (text_.size() >= keyword_.size()) text_.replace(0, keyword_.size(), keyword_);
        return text_;
    }

 private:
    std::string_view line_;
    std::string_view keyword_;
    std::string text_;
};

}  // namespace

std::string path_in_fingerprints(std::string_view repository_path, std::string_view image) {
    auto path = std::string(repository_path);
    return image.empty() ? path : path.append("#").append(image);
}

std::vector<std::string> fingerprints(std::string_view repository_path, Source const& source,
                                      std::span<Finding const> findings, PathOfName path_of) {
    std::vector<std::string> result;
    result.reserve(findings.size());
    std::unordered_map<std::string, std::uint32_t> occurrences;
    InstructionTexts texts;
    std::string fields;
    for (auto const& finding : findings) {
        fields.clear();
        add_field("dockcheck/v1", fields);
        add_field(finding.rule->name, fields);
        add_field(repository_path, fields);
        if (is_elsewhere(finding, source)) {
            add_field(path_of(finding.place.source->name()), fields);
            add_field("line", fields);
            add_field(line_of(finding.place), fields);
        } else {
            add_field(name_of_stage(finding.stage), fields);
            add_field(texts.of(finding), fields);
        }
        auto const occurrence = occurrences[fields]++;
        add_field(fmt::format_int(occurrence).str(), fields);
        result.push_back(hash_of(fields));
    }
    return result;
}

}  // namespace dockcheck
