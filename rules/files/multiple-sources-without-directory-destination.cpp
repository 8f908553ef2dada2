// Finds several sources that are copied to one path without a slash at its end.
#include "rules/files/multiple-sources-without-directory-destination.hpp"

#include <algorithm>
#include <optional>
#include <string>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/build.hpp"
#include "analyzer/model/earlier_files.hpp"
#include "analyzer/model/paths.hpp"
#include "analyzer/text/base_name.hpp"

namespace dockcheck::rules::multiple_sources_without_directory_destination {
namespace {

bool is_folder_name(std::string_view path) {
    return path.empty() || path.ends_with('/') || path.ends_with('\\') || path == "."
           || path == ".." || path.ends_with("/.") || path.ends_with("/..");
}

/// `$NAME` or `${NAME...}` and nothing else.
bool is_single_variable(std::string_view text) {
    if (text.size() > 1 && text.front() == '"' && text.back() == '"') {
        text = text.substr(1, text.size() - 2);
    }
    if (!text.starts_with('$')) return false;
    if (text.starts_with("${")) return text.find('}') == text.size() - 1;
    return std::ranges::all_of(text.substr(1), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')
               || c == '_';
    });
}

/// How many files the only source stands for, when that is known. A folder among them makes one of
/// the destination.
std::size_t match_count(model::Transfer const& transfer, Pass const& pass) {
    auto const& source = transfer.sources.front();
    auto const* const context = pass.context();
    if (!source.has_wildcard || transfer.from != nullptr || context == nullptr) return 1;
    auto const matches = context->matches(model::context_path(*source.value.known()));
    bool const has_folder = std::ranges::any_of(matches, [&](std::string const& path) {
        return context->look(path) == context::Presence::directory;
    });
    return has_folder ? 1 : matches.size();
}

/// True when the stage has made the folder for certain: the working directory, or one above it.
bool is_existing_folder(model::Transfer const& transfer) {
    auto const target = transfer.target.known();
    auto const folder = transfer.workdir.is_set() ? transfer.workdir.value.known() : std::nullopt;
    if (!target || !folder) return false;
    auto const path = model::clean_path(*target);
    return path == *folder || (folder->starts_with(path) && (*folder)[path.size()] == '/');
}

/// True when a step in front may have made the folder itself, or one below it.
bool may_be_made(model::Transfer const& transfer, Pass const& pass, std::string const& path) {
    auto const name = base_name(path);
    for (auto const* stage = pass.stage(); stage != nullptr; stage = stage->parent) {
        for (auto const& other : stage->transfers) {
            bool const is_before = other.position < transfer.position;
            if (is_before && model::is_at_or_below(model::target_of(other), path)) return true;
        }
        for (auto const& instruction : stage->instructions) {
            if (instruction.span.begin >= transfer.instruction->span.begin) break;
            auto const text = pass.text(instruction.whole);
            bool const is_run = instruction.keyword == ast::Keyword::run;
            bool const makes_others = is_run && text.find("mkdir") != std::string_view::npos
                                      && text.find('$') != std::string_view::npos;
            bool const makes_folders = is_run || instruction.keyword == ast::Keyword::workdir
                                       || instruction.keyword == ast::Keyword::volume;
            if (makes_others || (makes_folders && text.find(name) != std::string_view::npos)) {
                return true;
            }
        }
    }
    return false;
}

/// True when nothing in front, the base image included, can have made the folder.
bool is_absent(model::Transfer const& transfer, Pass const& pass) {
    auto const target = transfer.target.known();
    if (!target) return false;
    auto const path = model::clean_path(*target);
    if (may_be_made(transfer, pass, path)) return false;
    return pass.build().landing(*transfer.instruction, path).kind == model::Landing::Kind::absent;
}

/// Where a slash goes: in front of the closing quote.
std::uint32_t end_of_text(std::string_view written, Span span) {
    bool const is_quoted = !written.empty() && (written.back() == '"' || written.back() == '\'');
    return is_quoted ? span.end - 1 : span.end;
}

/// `--from build`: the value is then the first of the sources.
bool has_cut_flag(ast::Instruction const& instruction) {
    return instruction.is_faulty
           || std::ranges::any_of(instruction.flags, [](ast::Flag const& flag) {
                  return !flag.has_value && flag.name != "link" && flag.name != "parents";
              });
}

/// The `#` of what was meant as a comment, or nullptr.
ast::Word const* comment_in(model::Transfer const& transfer) {
    for (auto const& source : transfer.sources) {
        if (source.written->word.text.text().starts_with('#')) return &source.written->word;
    }
    return nullptr;
}

void check(model::Transfer const& transfer, Pass& pass) {
    if (transfer.sources.empty() || has_cut_flag(pass.instruction())
        || pass.instruction().flag("parents") != nullptr)
        return;
    auto const& word = *transfer.destination_word;
    auto const text = word.text.text();
    auto const end = transfer.destination.known_suffix();
    if (is_folder_name(end) || is_single_variable(text) || text.starts_with("--")) return;
    for (auto const& source : transfer.sources) {
        if (source.written->word.text.text().starts_with("--")) return;
    }
    if (auto const* const begin = comment_in(transfer)) {
        pass.report({begin->span.begin, word.span.end}, comment);
        return;
    }
    bool const is_single = transfer.sources.size() == 1;
    auto const count = is_single ? match_count(transfer, pass) : transfer.sources.size();
    if (count < 2) return;

    auto const written = std::string(pass.text(word.span));
    auto const slash = end_of_text(written, word.span);
    auto mended = written;
    mended.insert(slash - word.span.begin, "/");
    auto const number = std::to_string(count);
    if (is_existing_folder(transfer)) {
        pass.report(word.span, existing, number, text, mended)
            .severity(Severity::warning)
            .insert(slash, "/");
    } else if (is_single) {
        if (!is_absent(transfer, pass)) return;
        pass.report(word.span, wildcard, transfer.sources.front().written->word.text.text(), text,
                    mended, number)
            .severity(Severity::warning)
            .insert(slash, "/");
    } else {
        pass.report(word.span, one_file, number, text, mended).insert(slash, "/");
    }
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::multiple_sources_without_directory_destination
