// Reading a docker-bake.json with RapidJSON.
#include <algorithm>
#include <fmt/format.h>
#include <rapidjson/document.h>
#include <rapidjson/error/en.h>
#include <unordered_map>

#include "analyzer/compose/build_section.hpp"
#include "analyzer/text/line_index.hpp"

namespace dockcheck::compose {
namespace {

using Json = rapidjson::Value;

std::string_view text_of(Json const& value) { return {value.GetString(), value.GetStringLength()}; }

/// The last member of an object that has the name, or nullptr.
Json const* member(Json const& object, std::string_view name) {
    Json const* found = nullptr;
    for (auto const& entry : object.GetObject()) {
        if (text_of(entry.name) == name) found = &entry.value;
    }
    return found;
}

class BakeReader {
 public:
    explicit BakeReader(Json const& targets) : targets_(targets) {
        for (auto const& target : targets.GetObject()) {
            if (target.value.IsObject()) by_name_.emplace(text_of(target.name), &target.value);
        }
    }

    /// True when targets inherit so much of each other that not all of it was looked at.
    [[nodiscard]] bool gave_up() const { return allowance_ == 0; }

    BuildSections read() {
        BuildSections sections;
        for (auto const& target : targets_.GetObject()) {
            if (!target.value.IsObject()) continue;
            if (find(target.value, "dockerfile-inline") != nullptr) continue;
            BuildSection section;
            section.name = text_of(target.name);
            section.context = text(target.value, "context", ".");
            section.dockerfile = text(target.value, "dockerfile", "Dockerfile");
            section.target = text(target.value, "target", "");
            read_arguments(target.value, section);
            if (auto const* contexts = find(target.value, "contexts");
                contexts != nullptr && contexts->IsObject()) {
                for (auto const& entry : contexts->GetObject()) {
                    section.contexts.emplace_back(text_of(entry.name));
                }
            }
            if (section.context && is_remote_context(*section.context)) continue;
            sections.push_back(std::move(section));
        }
        return sections;
    }

 private:
    /// The value of a key, or what the targets behind `inherits` have: the last of them wins.
    Json const* find(Json const& target, std::string_view wanted, int depth = 0) {
        constexpr int deepest = 16;
        if (allowance_ == 0) return nullptr;
        --allowance_;
        if (auto const* own = member(target, wanted)) return own;
        auto const* inherits = member(target, "inherits");
        if (inherits == nullptr || !inherits->IsArray() || depth == deepest) return nullptr;
        auto const names = inherits->GetArray();
        for (auto i = names.Size(); i-- > 0;) {
            if (!names[i].IsString()) continue;
            auto const parent = by_name_.find(text_of(names[i]));
            if (parent == by_name_.end()) continue;
            if (auto const* found = find(*parent->second, wanted, depth + 1)) return found;
        }
        return nullptr;
    }

    std::optional<std::string> text(Json const& target, std::string_view key,
                                    std::string_view fallback) {
        auto const* value = find(target, key);
        if (value == nullptr || value->IsNull()) return std::string(fallback);
        return value->IsString() ? without_variables(text_of(*value)) : std::nullopt;
    }

    void read_arguments(Json const& target, BuildSection& section) {
        auto const* arguments = find(target, "args");
        if (arguments == nullptr || !arguments->IsObject()) return;
        for (auto const& entry : arguments->GetObject()) {
            auto known =
                entry.value.IsString() ? without_variables(text_of(entry.value)) : std::nullopt;
            section.arguments.push_back({std::string(text_of(entry.name)), std::move(known), {}});
        }
    }

    Json const& targets_;
    std::unordered_map<std::string_view, Json const*> by_name_;
    std::size_t allowance_ = 100'000;
};

}  // namespace

Result<BuildSections> read_bake_file(std::string_view text, std::string_view name) {
    rapidjson::Document document;
    constexpr unsigned flags =
        rapidjson::kParseIterativeFlag | rapidjson::kParseValidateEncodingFlag;
    document.Parse<flags>(text.data(), text.size());
    if (document.HasParseError()) {
        auto const offset = std::min(document.GetErrorOffset(), text.size());
        auto const at = LineIndex(text).position(static_cast<std::uint32_t>(offset));
        auto const* const what = rapidjson::GetParseError_En(document.GetParseError());
        return tl::unexpected(Error{fmt::format("{}:{}:{}", name, at.line, at.column),
                                    fmt::format("no JSON: {}", what)});
    }
    if (!document.IsObject()) return BuildSections();
    auto const* targets = member(document, "target");
    if (targets == nullptr || !targets->IsObject()) return BuildSections();
    BakeReader reader(*targets);
    auto sections = reader.read();
    if (reader.gave_up()) return tl::unexpected(Error{std::string(name), too_much});
    return sections;
}

}  // namespace dockcheck::compose
