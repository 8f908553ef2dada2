// From a file to its findings.
#include "analyzer/cli/check_file.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <utility>

#include "analyzer/cli/read_image.hpp"
#include "analyzer/image/looks_like_image.hpp"
#include "analyzer/syntax/dockerfile/parse.hpp"
#include "analyzer/syntax/dockerfile/template_marks.hpp"
#include "analyzer/text/base_name.hpp"
#include "analyzer/text/file.hpp"
#include "analyzer/text/without_case.hpp"

namespace dockcheck::cli {

void begin(FileCheck& check, FileSettings const& settings) {
    check.settings = &settings;
    check.findings.clear();
    check.changed.clear();
    check.fixes = 0;
    check.undone.clear();
    check.fingerprints.clear();
    check.masked.clear();
    check.in_baseline = 0;
    check.write_failed = false;
    check.error.reset();
    check.image.reset();
    check.image_label.clear();
    check.others.clear();
    check.notes.clear();
    check.skipped_line = 0;
    check.is_incomplete = false;
}

namespace {

/// A name that no Dockerfile has.
bool is_named_like_an_image(std::string_view path) {
    constexpr std::string_view ends[] = {".tar",    ".tgz",     ".tar.gz", ".tar.zst",
                                         ".tar.xz", ".tar.bz2", ".json"};
    return std::ranges::any_of(ends, [&](auto end) { return path.ends_with(end); });
}

}  // namespace

Result<void> read_input(FileCheck& check, Input const& input) {
    if (input.is_standard_input) return read_standard_input(check, input);
    if (input.is_image_folder) return read_images(check, input);
    auto const is_image = [](std::string_view text) {
        return image::looks_like_image(text.substr(0, image::first_bytes_size));
    };
    auto const done = read_file(input.absolute, maximum_source_size, check.text, is_image);
    if (is_image(check.text)) {
        if (auto const read = read_images_of_pipe(check, input)) return *read;
        return read_images(check, input);
    }
    // What is no image either is said better than line by line of a Dockerfile.
    if (done && is_named_like_an_image(input.path)) return read_images(check, input);
    if (!done) return tl::unexpected(Error{input.path, done.error().text});
    return {};
}

namespace {

RunOptions run_options(FileSettings const& settings) {
    RunOptions options;
    options.obey_ignore_comments = settings.obey_ignore_comments;
    options.require_reason = settings.require_reason;
    options.external = settings.external;
    options.with_help = settings.with_help;
    return options;
}

void check_image(FileCheck& check, Input const& input) {
    check.findings.clear();
    check.build.reset();
    check.arena.reset();
    check.build.emplace(*check.image, check.settings->build, check.arena);
    check.findings = run(*check.build, *input.profile->rule_set, run_options(*check.settings));
}

}  // namespace

std::optional<Error> error_of_unread(std::string_view path, ast::File const& file) {
    if (file.unread_line == 0) return std::nullopt;
    return Error{
        fmt::format("{}:{}:1", path, file.unread_line),
        fmt::format("the file is not checked, since nothing builds so much: it may have {} "
                    "instructions, {} words of arguments and {} stages",
                    dockerfile::most_instructions, dockerfile::most_parts,
                    dockerfile::most_stages)};
}

void check_images(FileCheck& check, Input const& input) {
    check_image(check, input);
    for (auto const& other : check.others) check_image(*other, input);
}

namespace {

void forget_last_text(FileCheck& check) {
    check.findings.clear();
    check.build.reset();
    check.arena.reset();
}

/// True for faults of a part: no FROM, no instruction at all, or NAME=value where one should begin.
bool is_fault_of_part(ast::Fault const& fault) {
    using enum ast::FaultKind;
    return fault.kind == no_stage || fault.kind == no_instructions
           || (fault.kind == unknown_instruction && fault.suggestion.empty()
               && fault.word.find('=') != std::string_view::npos);
}

/// A part that other Dockerfiles include: found in a folder, by its name not the one that is built,
/// and right but for a FROM, of which nothing in it speaks.
bool is_part(Input const& input, ast::File const& file, std::string_view bytes) {
    auto const name = lower_case(base_name(input.path));
    if (input.searched.empty() || name == "dockerfile" || name == "containerfile") return false;
    return !bytes.empty() && std::ranges::all_of(file.faults, is_fault_of_part)
           && bytes.find("FROM") == bytes.npos && bytes.find("\nfrom ") == bytes.npos
           && !bytes.starts_with("from ");
}

/// An empty file that a test wants to find, not to build: in a folder of tests below the one that
/// was given. A Dockerfile that somebody names is meant to be built.
bool is_empty_sample(Input const& input, std::string_view bytes) {
    static constexpr std::array<std::string_view, 11> folders{
        "__fixtures__", "__tests__", "e2e",       "fixture",  "fixtures", "spec",
        "specs",        "test",      "test-data", "testdata", "tests"};
    if (input.searched.empty() || !bytes.empty()) return false;
    std::string_view path = input.absolute;
    if (path.starts_with(input.searched)) path.remove_prefix(input.searched.size());
    while (true) {
        auto const slash = path.find('/');
        if (slash == path.npos) return false;
        if (std::ranges::binary_search(folders, path.substr(0, slash))) return true;
        path.remove_prefix(slash + 1);
    }
}

void check_source(FileCheck& check, Input const& input, FixedTexts const& changed) {
    auto const& settings = *check.settings;
    auto const file = dockerfile::parse(check.source, check.arena);
    check.error = error_of_unread(input.path, file);
    check.skipped_line = dockerfile::template_line(file, check.source);
    check.skipped_as = "this is a line of a template";
    if (is_part(input, file, check.source.bytes())) {
        check.skipped_line = 1;
        check.skipped_as = "a part of a Dockerfile, without FROM";
    } else if (is_empty_sample(input, check.source.bytes())) {
        check.skipped_line = 1;
        check.skipped_as = "an empty file among those of tests";
    }
    if (check.error || check.skipped_line != 0) return;
    check.chosen = context_of(input, settings, file, changed, check.build_files);
    bool const is_named = check.chosen.named.has_value();
    bool const is_open = check.chosen.reason == context::Reason::bake_file;
    if (is_named) check.options = with_named(settings.build, *check.chosen.named);
    if (is_open) {
        check.options = settings.build;
        check.options.contexts_are_open = true;
    }
    auto containers =
        containers_of(input, settings, check.chosen, check.build_files.names, check.manifests);
    bool const is_started = !containers.empty();
    if (is_started) {
        if (!is_named && !is_open) check.options = settings.build;
        check.options.containers = std::move(containers);
    }
    check.build.emplace(check.source, file, check.chosen.context.get(),
                        is_named || is_open || is_started ? check.options : settings.build,
                        check.arena);
    check.findings = run(*check.build, *input.profile->rule_set, run_options(settings),
                         std::move(check.findings));
}

}  // namespace

void check_text(FileCheck& check, Input const& input, std::string_view text,
                FixedTexts const& changed) {
    forget_last_text(check);
    check.source.assign(input.path, text);
    check_source(check, input, changed);
}

void check_read_text(FileCheck& check, Input const& input) {
    forget_last_text(check);
    check.source.take(input.path, check.text);
    check_source(check, input, {});
}

void fix_text(FileCheck& check, Input const& input,
              FunctionRef<void(std::vector<Finding>&)> hold_back, FixedTexts const& open) {
    auto const relint = [&](FixedTexts const& changed) {
        auto const fixed = changed.find(input.path);
        auto texts = changed;
        texts.insert(open.begin(), open.end());
        check_text(check, input, fixed == changed.end() ? check.text : fixed->second, texts);
        hold_back(check.findings);
        return std::move(check.findings);
    };
    check.build_files.context.reset();  // the fixes of the file before this one may have changed it
    auto const up_to = check.settings->unsafe_fixes ? Applicability::unsafe : Applicability::safe;
    auto outcome = fix_all(relint, up_to, input.path);
    check.changed = std::move(outcome.changed);
    check.fixes = outcome.fixes;
    check.undone = std::move(outcome.undone);
    check.findings = std::move(outcome.findings);
}

}  // namespace dockcheck::cli
