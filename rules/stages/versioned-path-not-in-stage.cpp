// Finds paths with a version of a language that the stage they are in cannot have.
#include "rules/stages/versioned-path-not-in-stage.hpp"

#include <algorithm>
#include <optional>
#include <string>

#include "analyzer/knowledge/programs.hpp"
#include "analyzer/lint/pass.hpp"
#include "analyzer/model/base_image.hpp"

namespace dockcheck::rules::versioned_path_not_in_stage {
namespace {

/// Where the version stands in a path.
struct Version {
    std::string_view language;  ///< also the image's name
    std::size_t begin = 0;
    std::size_t end = 0;
    bool has_patch = false;  ///< ruby's folders end in .0
};

/// Folders that belong to the language of the official image.
struct Folder {
    std::string_view language;
    std::string_view before;
};
constexpr Folder folders[] = {{"python", "/usr/local/lib/python"},
                              {"python", "/usr/local/include/python"},
                              {"ruby", "/usr/local/bundle/ruby/"},
                              {"ruby", "/usr/local/lib/ruby/gems/"}};

std::optional<Version> version_in(std::string_view path) {
    for (auto const& folder : folders) {
        auto const at = path.find(folder.before);
        if (at == path.npos) continue;
        auto const begin = at + folder.before.size();
        auto const end = std::min(path.find_first_not_of("0123456789.", begin), path.size());
        auto const dots = std::ranges::count(path.substr(begin, end - begin), '.');
        if (end == begin || dots == 0) continue;
        return Version{folder.language, begin, end, dots > 1};
    }
    return std::nullopt;
}

/// "3.14" of the tag 3.14.1-slim; empty where the tag names no minor version.
std::string minor_of(std::string_view tag) {
    auto const end = std::min(tag.find_first_not_of("0123456789."), tag.size());
    auto const number = tag.substr(0, end);
    auto const dot = number.find('.');
    if (dot == number.npos || dot == 0 || (end < tag.size() && tag[end] != '-')) return {};
    auto const second = std::min(number.find('.', dot + 1), number.size());
    return second > dot + 1 ? std::string(number.substr(0, second)) : std::string();
}

/// True when an instruction of the chain that is not the one looked at speaks of that version.
bool is_mentioned(Pass const& pass, model::Stage const& last, std::string_view version,
                  ast::Instruction const& here) {
    for (auto const* stage = &last; stage != nullptr; stage = stage->parent) {
        for (auto const& instruction : stage->instructions) {
            if (&instruction == &here || instruction.keyword == ast::Keyword::label) continue;
            if (pass.text(instruction.whole).find(version) != std::string_view::npos) {
                // The target of a COPY says nothing about what the image has.
                if (instruction.keyword != ast::Keyword::copy
                    && instruction.keyword != ast::Keyword::env) {
                    return true;
                }
            }
        }
    }
    return false;
}

struct Mismatch {
    Version version;
    std::string has;     ///< "3.14"
    std::string folder;  ///< what it should be: "3.14" or "3.4.0"
};

std::optional<Mismatch> mismatch(Pass const& pass, std::string_view path, model::Stage const& stage,
                                 ast::Instruction const& here) {
    auto const version = version_in(path);
    if (!version) return std::nullopt;
    auto const& root = stage.root();
    auto const* image = model::known_image(root);
    if (image == nullptr || image->name != version->language) return std::nullopt;
    auto has = minor_of(root.image.tag);
    auto const written = path.substr(version->begin, version->end - version->begin);
    if (has.empty() || knowledge::compare_versions(has, written) == 0) return std::nullopt;
    auto const second = written.find('.', written.find('.') + 1);
    auto const short_version = written.substr(0, second);
    if (is_mentioned(pass, stage, short_version, here)) return std::nullopt;
    auto folder = version->has_patch ? has + ".0" : has;
    return Mismatch{*version, std::move(has), std::move(folder)};
}

std::string with_version(std::string_view path, Mismatch const& found) {
    return std::string(path.substr(0, found.version.begin)) + found.folder
           + std::string(path.substr(found.version.end));
}

/// The same version in a word of the instruction is written anew.
void replace_version(Reported finding, Pass const& pass, ast::Word const& word,
                     Mismatch const& found) {
    auto const text = pass.text(word.span);
    auto const version = version_in(text);
    if (!version) return;
    auto const begin = word.span.begin + static_cast<std::uint32_t>(version->begin);
    auto const end = word.span.begin + static_cast<std::uint32_t>(version->end);
    finding.replace(Span{begin, end}, found.folder);
}

void check_copy(model::Transfer const& transfer, Pass& pass) {
    if (transfer.from == nullptr || transfer.from->stage == nullptr || transfer.is_add) return;
    auto const& stage = *transfer.from->stage;
    for (auto const& source : transfer.sources) {
        auto const path = source.value.text_or_empty();
        if (!pass.may_look_around()) return;
        auto const found = mismatch(pass, path, stage, *transfer.instruction);
        if (!found) continue;
        auto finding =
            pass.report(source.written->word.span, copy, path, model::shown_name(stage.root()),
                        found->version.language, found->has, with_version(path, *found));
        finding.related(stage.root().span, "the image of that stage");
        replace_version(finding, pass, source.written->word, *found);
        auto const* own = pass.stage();
        bool const is_same = own != nullptr && known_image(own->root()) != nullptr
                             && minor_of(own->root().image.tag) == found->has;
        if (is_same && transfer.destination_word != nullptr)
            replace_version(finding, pass, *transfer.destination_word, *found);
    }
}

void check_variable(model::RuntimeConfig const& config, Pass& pass) {
    auto const* stage = pass.stage();
    if (stage == nullptr) return;
    for (auto const& entry : config.environment) {
        if (entry.name != "PATH" && entry.name != "PYTHONPATH" && entry.name != "GEM_PATH")
            continue;
        if (entry.origin.instruction == nullptr || !entry.value.is_known()) continue;
        auto const path = *entry.value.known();
        auto const found = mismatch(pass, path, *stage, *entry.origin.instruction);
        if (!found || pass.build().stage_of(*entry.origin.instruction) == nullptr) continue;
        auto const written = std::string(found->version.language) + " "
                             + std::string(path.substr(found->version.begin,
                                                       found->version.end - found->version.begin));
        pass.report(entry.value_place, variable, entry.name, written,
                    model::shown_name(stage->root()), found->has, with_version(path, *found));
    }
}

}  // namespace

constinit Check const rule = on<check_copy, check_variable>();

}  // namespace dockcheck::rules::versioned_path_not_in_stage
