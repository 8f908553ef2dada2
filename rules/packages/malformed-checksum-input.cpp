// Finds lines for sha256sum -c in which the file does not stand two characters behind the digest.
#include "rules/packages/malformed-checksum-input.hpp"

#include <algorithm>
#include <optional>

#include "analyzer/knowledge/programs.hpp"
#include "analyzer/lint/pass.hpp"
#include "analyzer/model/base_release.hpp"
#include "analyzer/model/package_caches.hpp"
#include "analyzer/model/package_settings.hpp"

namespace dockcheck::rules::malformed_checksum_input {
namespace {

std::size_t digest_size(std::string_view program) {
    if (program == "md5sum") return 32;
    if (program == "sha1sum") return 40;
    if (program == "sha224sum") return 56;
    if (program == "sha256sum") return 64;
    if (program == "sha384sum") return 96;
    return program == "sha512sum" ? 128 : 0;
}

/// True for `sha256sum -c` without a file, and for `sha256sum -c -`: the lines are those of the
/// pipe.
bool checks_piped_lines(model::Command const& command) {
    auto const words = command.arguments.subspan(1);
    bool const reads_a_file = std::ranges::any_of(words, [](model::Argument const& word) {
        return !word.value.known_prefix().starts_with('-');
    });
    if (reads_a_file) return false;
    return std::ranges::any_of(words, [](model::Argument const& word) {
        auto const text = word.value.text_or_empty();
        bool const cluster =
            text.size() > 1 && text[0] == '-' && text[1] != '-' && text.find('c') != text.npos;
        return text == "--check" || cluster;
    });
}

/// True for a digest and a name with one blank between, which is neither "  " nor " *".
bool has_one_blank(std::string_view line, std::size_t size) {
    if (line.size() < size + 2 || line[size] != ' ') return false;
    auto const digest = line.substr(0, size);
    bool const is_digest =
        digest.find_first_not_of("0123456789abcdefABCDEF") == std::string_view::npos;
    auto const next = line[size + 1];
    return is_digest && next != ' ' && next != '*' && line.find('\n') == line.npos
           && line.find("\\n") == line.npos;
}

/// The blank in the source that another one is to follow.
std::optional<std::uint32_t> offset_of_blank(model::Argument const& word, std::size_t size) {
    auto const raw = word.raw.text();
    auto const value = word.value.text_or_empty();
    auto const at = raw.find(value);
    if (at == raw.npos) {
        // The digest is a variable's: there must be one blank alone.
        auto const blank = raw.find(' ');
        if (blank == raw.npos || raw.find(' ', blank + 1) != raw.npos) return std::nullopt;
        return word.raw.source_offset(static_cast<std::uint32_t>(blank));
    }
    return word.raw.source_offset(static_cast<std::uint32_t>(at + size));
}

/// True when the program is certainly that of a busybox before 1.36.1, which takes one blank as
/// well (alpinelinux/docker-alpine#246): Alpine's up to 3.17.
bool is_old_busybox(model::Command const& command, Pass const& pass) {
    auto const& stage = *pass.stage();
    if (model::is_mentioned_before(pass.build(), stage, command, "coreutils")) return false;
    auto const* release = model::base_release(stage);
    return release != nullptr && release->product == "alpine"
           && knowledge::compare_versions(release->number, "3.18") < 0;
}

void check(model::Command const& command, Pass& pass) {
    if (command.use != model::Use::run || pass.stage() == nullptr) return;
    auto const size = digest_size(command.program);
    if (size == 0 || command.connector != model::Connector::pipe) return;
    if (!checks_piped_lines(command)) return;
    model::Command const* input = nullptr;
    for (auto const& other : model::commands_beside(*pass.stage(), command)) {
        if (other.sequence + 1 == command.sequence) input = &other;
    }
    if (input == nullptr || input->program != "echo" || input->arguments.size() != 2) return;
    auto const& word = input->arguments[1];
    if (!word.quoted || !has_one_blank(word.value.text_or_empty(), size)) return;
    if (!pass.may_look_around() || !is_old_busybox(command, pass)) return;
    auto reported = pass.report(word.span, one_blank, command.program);
    if (auto const blank = offset_of_blank(word, size)) reported.insert(*blank, " ");
}

}  // namespace

constinit Check const rule =
    on<check>().for_programs(" md5sum sha1sum sha224sum sha256sum sha384sum sha512sum ");

}  // namespace dockcheck::rules::malformed_checksum_input
