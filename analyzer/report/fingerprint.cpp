// Fingerprints by SHA-256 (nettle).
#include "analyzer/report/fingerprint.hpp"

#include <array>
#include <nettle/sha2.h>
#include <unordered_map>

namespace dockcheck {
namespace {

/// A hash over fields; each is preceded by its length, so that no two lists of fields are alike.
class FieldHash {
 public:
    FieldHash() { sha256_init(&context_); }

    void add(std::string_view field) {
        auto const size = std::to_string(field.size()) + ":";
        update(size);
        update(field);
    }
    std::string hexadecimal() {
        std::array<std::uint8_t, SHA256_DIGEST_SIZE> digest{};
        sha256_digest(&context_, digest.size(), digest.data());
        constexpr std::string_view digits = "0123456789abcdef";
        std::string result;
        for (auto const byte : digest) {
            result += digits[byte >> 4U];
            result += digits[byte & 15U];
        }
        return result;
    }

 private:
    void update(std::string_view text) {
        sha256_update(&context_, text.size(), reinterpret_cast<std::uint8_t const*>(text.data()));
    }

    sha256_ctx context_{};
};

/// The name of a stage; one without a name has its number, which changes with stages above it.
std::string_view name_of_stage(std::string_view stage) {
    bool const is_number = stage.find_first_not_of("0123456789") == std::string_view::npos;
    return is_number ? std::string_view() : stage;
}

/// The instruction with its keyword in capitals, as formatters write it.
std::string text_of_instruction(Finding const& finding) {
    auto const& text = finding.instruction_text;
    auto const& keyword = finding.instruction;
    if (text.size() < keyword.size()) return text;
    return keyword + text.substr(keyword.size());
}

FieldHash hash_of(std::string_view repository_path, Finding const& finding) {
    FieldHash hash;
    hash.add("dockcheck/v1");
    hash.add(finding.rule->name);
    hash.add(repository_path);
    hash.add(name_of_stage(finding.stage));
    hash.add(text_of_instruction(finding));
    return hash;
}

}  // namespace

std::vector<std::string> fingerprints(std::string_view repository_path,
                                      std::span<Finding const> findings) {
    std::vector<std::string> result;
    result.reserve(findings.size());
    std::unordered_map<std::string, std::uint32_t> occurrences;
    for (auto const& finding : findings) {
        auto hash = hash_of(repository_path, finding);
        auto const occurrence = occurrences[FieldHash(hash).hexadecimal()]++;
        hash.add(std::to_string(occurrence));
        result.push_back(hash.hexadecimal());
    }
    return result;
}

}  // namespace dockcheck
