// ShellCheck's options and its JSON, as its manual has them.
#include "analyzer/external/shellcheck.hpp"

#include <algorithm>
#include <rapidjson/document.h>

#include "analyzer/external/program.hpp"

namespace dockcheck::external {
namespace {

using Json = rapidjson::Value;

std::uint32_t number_at(Json const& item, char const* name) {
    auto const found = item.FindMember(name);
    return found != item.MemberEnd() && found->value.IsUint() ? found->value.GetUint() : 0;
}

std::string text_at(Json const& item, char const* name) {
    auto const found = item.FindMember(name);
    if (found == item.MemberEnd() || !found->value.IsString()) return {};
    return {found->value.GetString(), found->value.GetStringLength()};
}

bool begins_character(char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }

/// Lines of a text, and characters in them, as offsets.
class Lines {
 public:
    explicit Lines(std::string_view text) : text_(text) {
        starts_.push_back(0);
        for (std::size_t i = 0; i < text.size(); ++i) {
            if (text[i] == '\n') starts_.push_back(i + 1);
        }
    }
    /// Both count from 1; a place behind a line's end is its end.
    [[nodiscard]] std::uint32_t offset(std::uint32_t line, std::uint32_t column) const {
        if (line == 0 || line > starts_.size()) return static_cast<std::uint32_t>(text_.size());
        auto at = starts_[line - 1];
        for (std::uint32_t passed = 1; at < text_.size() && text_[at] != '\n'; ++at) {
            if (!begins_character(text_[at])) continue;
            if (passed++ == column) break;
        }
        return static_cast<std::uint32_t>(at);
    }

 private:
    std::string_view text_;
    std::vector<std::size_t> starts_;
};

Severity severity_of(std::string_view level) {
    if (level == "error") return Severity::error;
    if (level == "info") return Severity::info;
    return level == "style" ? Severity::style : Severity::warning;
}

ExternalFinding read_finding(Json const& item, Lines const& lines, std::uint32_t skipped) {
    ExternalFinding finding;
    auto const line = number_at(item, "line");
    auto const end_line = number_at(item, "endLine");
    if (line <= skipped) return finding;
    finding.begin = lines.offset(line - skipped, number_at(item, "column"));
    finding.end = end_line <= skipped
                      ? finding.begin
                      : lines.offset(end_line - skipped, number_at(item, "endColumn"));
    finding.end = std::max(finding.end, finding.begin);
    finding.severity = severity_of(text_at(item, "level"));
    finding.code = "SC" + std::to_string(number_at(item, "code"));
    finding.message = text_at(item, "message");
    return finding;
}

/// Each once: several rules may have the same code.
std::string joined(std::vector<std::string_view> texts) {
    std::ranges::sort(texts);
    texts.erase(std::ranges::unique(texts).begin(), texts.end());
    std::string all;
    for (auto const text : texts) {
        if (!all.empty()) all += ',';
        all += text;
    }
    return all;
}

bool is_name(std::string_view text) {
    return !text.empty()
           && text.find_first_not_of(
                  "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_")
                  == text.npos
           && (text.front() < '0' || text.front() > '9');
}

/// A line in front of the script that says which variables there are.
std::string exports(ExternalScript const& script) {
    std::string line = "export";
    for (auto const name : script.variables) {
        if (is_name(name)) line += " " + std::string(name) + "=''";
    }
    return script.variables.empty() ? "\n" : line + "\n";
}

}  // namespace

std::vector<ExternalFinding> read_answer(std::string const& answer, std::string_view text,
                                         std::uint32_t skipped) {
    std::vector<ExternalFinding> findings;
    rapidjson::Document document;
    document.Parse<rapidjson::kParseIterativeFlag>(answer.data(), answer.size());
    if (document.HasParseError() || !document.IsObject()) return findings;
    auto const comments = document.FindMember("comments");
    if (comments == document.MemberEnd() || !comments->value.IsArray()) return findings;
    Lines const lines(text);
    for (auto const& item : comments->value.GetArray()) {
        if (!item.IsObject()) continue;
        auto finding = read_finding(item, lines, skipped);
        if (!finding.message.empty()) findings.push_back(std::move(finding));
    }
    return findings;
}

std::vector<ExternalFinding> ShellCheck::examine(ExternalScript const& script) const {
    if (failure_ != Failure::none) return {};
    // --norc: the repository's own .shellcheckrc is none of the user's words.
    std::vector<std::string> arguments{"--norc", "--format=json1", "--color=never",
                                       "--shell=" + std::string(script.shell),
                                       "--severity=" + std::string(script.lowest)};
    if (!script.excluded.empty()) arguments.push_back("--exclude=" + joined(script.excluded));
    arguments.emplace_back("-");
    auto const input = exports(script) + std::string(script.text) + "\n";
    auto const answer = run_program(program_, arguments, input, patience);
    if (!answer) {
        failure_ = answer.error();
        return {};
    }
    return read_answer(*answer, script.text, 1);
}

}  // namespace dockcheck::external
