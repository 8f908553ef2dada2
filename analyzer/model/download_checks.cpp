// Finds the checks behind a download.
#include "analyzer/model/download_checks.hpp"

#include <algorithm>

#include "analyzer/model/downloads.hpp"
#include "analyzer/model/package_caches.hpp"
#include "analyzer/model/word_list.hpp"

namespace dockcheck::model {
namespace {

bool has_any_word(Command const& command, WordList const& words) {
    return std::ranges::any_of(command.arguments, [&](Argument const& argument) {
        auto const text = argument.value.text_or_empty();
        return !text.empty() && list_holds(words, text);
    });
}

/// `-c` alone or among other letters.
bool has_check_option(Command const& command) {
    return std::ranges::any_of(command.arguments, [](Argument const& argument) {
        auto const text = argument.value.text_or_empty();
        bool const is_cluster =
            text.size() > 1 && text[0] == '-' && text[1] != '-' && text.find('c') != text.npos;
        return is_cluster || text == "--check";
    });
}

/// `gpg --verify x.sha512.asc`: the list of checksums is looked at, and not yet the file itself.
bool verifies_list(Command const& command) {
    auto name = command.arguments.empty() ? std::string_view()
                                          : command.arguments.back().value.text_or_empty();
    static constexpr std::string_view signatures[] = {".asc", ".sig"};
    static constexpr std::string_view lists[] = {".sha256", ".sha512", ".sha1", ".md5", "SUMS"};
    for (auto const ending : signatures) {
        if (name.ends_with(ending)) name.remove_suffix(ending.size());
    }
    return std::ranges::any_of(lists, [&](auto ending) { return name.ends_with(ending); });
}

/// A command that fails when the file is another one. A digest inside $(...) is compared by the
/// command around it.
bool checks_file(Command const& command) {
    static constexpr WordList digests =
        " sha256sum sha512sum sha384sum sha224sum sha1sum shasum b2sum md5sum ";
    if (list_holds(digests, command.program)) {
        return has_check_option(command) || command.in_substitution;
    }
    if (command.program == "openssl") {
        return has_any_word(command, " -verify -prverify ") || command.in_substitution;
    }
    if (verifies_list(command)) return false;
    if (command.program == "gpgv") return true;
    return list_holds(" gpg gpg2 cosign minisign signify ", command.program)
           && has_any_word(command, " --verify --verify-files verify verify-blob -V -Vm -C ");
}

bool is_checked(Build const& build, Stage const& stage, Command const& download, bool surely) {
    // Of what is thrown away nothing is left to check.
    if (is_thrown_away(download, build.arena())) return false;
    // A check stands near its download.
    constexpr std::size_t nearest = 200;
    auto const behind = commands_behind(stage, download);
    return std::ranges::any_of(
        behind.first(std::min(behind.size(), nearest)), [surely](Command const& command) {
            bool const counts = !command.can_fail_unseen && !command.is_conditional;
            return (counts || !surely) && checks_file(command);
        });
}

}  // namespace

bool is_thrown_away(Command const& command, Arena& arena) {
    auto const& download = download_of(command, arena);
    auto const* output = download.fetcher == Fetcher::curl
                             ? download.find(" -o --output ")
                             : download.find(" -O --output-document ");
    return output != nullptr && output->value.text_or_empty() == "/dev/null";
}

bool is_checked_behind(Build const& build, Stage const& stage, Command const& download) {
    return is_checked(build, stage, download, false);
}

bool is_surely_checked_behind(Build const& build, Stage const& stage, Command const& download) {
    return is_checked(build, stage, download, true);
}

}  // namespace dockcheck::model
