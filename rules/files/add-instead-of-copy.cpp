// Finds ADD where nothing is fetched and nothing unpacked.
#include "rules/files/add-instead-of-copy.hpp"

#include <algorithm>
#include <string>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/paths.hpp"
#include "analyzer/text/without_case.hpp"

namespace dockcheck::rules::add_instead_of_copy {
namespace {

/// True when the bytes begin as a tar archive does, compressed or not.
bool begins_as_archive(std::string_view bytes) {
    static constexpr std::string_view starts[] = {"\x1f\x8b", "BZh",
                                                  "\xfd"
                                                  "7zXZ",
                                                  "\x28\xb5\x2f\xfd"};
    constexpr std::size_t tar_mark = 257;
    return std::ranges::any_of(starts, [&](auto start) { return bytes.starts_with(start); })
           || (bytes.size() > tar_mark && bytes.substr(tar_mark).starts_with("ustar"));
}

/// True when the name, or one that the wildcards in it stand for, may end as an archive's does.
bool may_be_archive_name(std::string_view written, std::span<std::string_view const> endings) {
    auto const wildcard = written.find_last_of("*?]");
    bool const is_open = wildcard != std::string_view::npos;
    auto const end = written.substr(is_open ? wildcard + 1 : 0);
    return std::ranges::any_of(endings, [&](std::string_view ending) {
        return ends_without_case(end, ending) || (is_open && ends_without_case(ending, end));
    });
}

bool is_archive(std::string const& path, context::Context const& context,
                std::span<std::string_view const> endings) {
    if (may_be_archive_name(path, endings)) return true;
    auto const* source = context.read(path);
    return source != nullptr && begins_as_archive(source->bytes());
}

/// True when ADD may do more with a source than COPY: it unpacks or fetches it, or nobody knows.
bool may_need_add(Value const& value, context::Context const* context,
                  std::span<std::string_view const> endings) {
    auto const text = value.known();
    if (!text || text->empty() || model::is_remote_source(value)) return true;
    bool const has_wildcard = text->find_first_of("*?[") != std::string_view::npos;
    if (context == nullptr) return may_be_archive_name(*text, endings);
    auto const path = model::context_path(*text);
    if (!has_wildcard) return is_archive(path, *context, endings);
    auto const matches = context->matches(path);
    if (matches.empty()) return may_be_archive_name(*text, endings);
    return std::ranges::any_of(
        matches, [&](auto const& match) { return is_archive(match, *context, endings); });
}

void check(ast::Add const& add, Pass& pass, Options const& options) {
    auto const& instruction = pass.instruction();
    static constexpr std::string_view all_flags[] = {"checksum", "keep-git-dir", "unpack"};
    for (auto const flag : all_flags) {
        if (instruction.flag(flag) != nullptr) return;
    }
    if (instruction.is_faulty || add.sources.empty()) return;
    bool has_variable = false;
    for (auto const& source : add.sources) {
        if (source.is_inline) continue;
        auto const value = pass.value(source.word);
        // In a trigger the files are those of another context.
        auto const* context = pass.is_trigger() ? nullptr : pass.context();
        if (may_need_add(value, context, options.archive_extensions)) return;
        has_variable = has_variable || source.word.text.text().find('$') != std::string_view::npos;
    }
    auto const first = add.sources.front().word.text.text();
    auto finding =
        pass.report(instruction.name_span, add.sources.size() > 1 ? copies_do : copy_does, first);
    if (!has_variable) finding.replace(instruction.name_span, "COPY");
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::add_instead_of_copy
