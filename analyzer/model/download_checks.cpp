// Finds the checks behind a download.
#include "analyzer/model/download_checks.hpp"

#include <algorithm>

#include "analyzer/model/downloads.hpp"
#include "analyzer/model/package_caches.hpp"
#include "analyzer/model/word_list.hpp"
#include "analyzer/text/base_name.hpp"

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
    if (command.program == "minisign") {
        return std::ranges::any_of(command.arguments, [](Argument const& argument) {
            return argument.value.text_or_empty().starts_with("-V");
        });
    }
    return list_holds(" gpg gpg2 cosign signify ", command.program)
           && has_any_word(command, " --verify --verify-files verify verify-blob -V -C ");
}

/// The same of a path that is a file: `-` and /dev/stdout are none.
std::string_view file_name(std::string_view path) {
    return path == "-" || path.starts_with("/dev/") ? std::string_view{} : base_name(path);
}

/// Neither an option nor `-`, which is standard input.
bool is_operand(std::string_view word) { return !word.empty() && word.front() != '-'; }

/// The file that an address without an output option is stored in.
std::string_view name_in_address(Argument const& url) {
    auto const text = url.value.text_or_empty();
    return base_name(text.substr(0, text.find_first_of("?#")));
}

/// The name, without its folder, of the one file that a download writes; empty where there are more
/// or nobody can know it.
std::string_view written_by(Command const& command, Download const& download) {
    if (download.urls.size() != 1 || command.follower == Connector::pipe) return {};
    if (!command.redirections.empty()) {
        auto const& first = command.redirections.front();
        bool const is_output = first.operation == ">" || first.operation == "1>";
        return is_output ? file_name(first.target.value.text_or_empty()) : std::string_view{};
    }
    bool const is_curl = download.fetcher == Fetcher::curl;
    auto const* const output =
        is_curl ? download.find(" -o --output ") : download.find(" -O --output-document ");
    if (output != nullptr) return file_name(output->value.text_or_empty());
    if (download.may_have_more_options
        || download.find(" -J --remote-header-name -i --input-file "
                         "--content-disposition ")) {
        return {};
    }
    bool const is_named = !is_curl || download.find(" -O --remote-name --remote-name-all ");
    return is_named ? name_in_address(*download.urls.front()) : std::string_view{};
}

/// The file of the one line `HASH  FILE`, or of `HASH` and `FILE` as two words.
std::string_view file_of_line(std::string_view last_word) {
    constexpr std::string_view blanks = " \t";
    while (last_word.ends_with("\\n")) last_word.remove_suffix(2);
    bool const has_more = last_word.find('\n') != last_word.npos;
    if (has_more || last_word.find("\\n") != last_word.npos) return {};
    auto const blank = last_word.find_last_of(blanks);
    auto file = blank == last_word.npos ? last_word : last_word.substr(blank + 1);
    if (file.starts_with('*')) file.remove_prefix(1);
    return file_name(file);
}

/// x.asc is the signature of x.
bool concerns(std::string_view checked, std::string_view file) {
    return checked.starts_with(file) || file.starts_with(checked);
}

/// The line that `sha256sum -c` reads where it is written out in front; empty where it is not.
std::string_view line_for(Command const& check, Command const& before) {
    for (auto const& argument : check.arguments.subspan(1)) {
        if (!argument.value.is_known() || is_operand(argument.value.text_or_empty())) return {};
    }
    if (!check.redirections.empty()) {
        auto const& first = check.redirections.front();
        bool const is_line = first.operation == "<<<";
        return is_line ? first.target.value.text_or_empty() : std::string_view{};
    }
    // In front of `(echo a; echo b) |` stands a group, which writes more than its last line.
    bool const is_written = check.connector == Connector::pipe && before.depth == check.depth
                            && list_holds(" echo printf ", before.program)
                            && before.arguments.size() > 1;
    return is_written ? before.arguments.back().value.text_or_empty() : std::string_view{};
}

/// False where a check certainly is about other files.
bool may_check(Command const& check, Command const& before, std::string_view file) {
    if (check.program.ends_with("sum") && has_check_option(check)) {
        auto const checked = file_of_line(line_for(check, before));
        return checked.empty() || concerns(checked, file);
    }
    std::size_t operands = 0;
    for (auto const& argument : check.arguments.subspan(1)) {
        auto const text = argument.value.text_or_empty();
        if (text.empty() || text.find_first_of("*?") != text.npos) return true;
        if (!is_operand(text)) continue;
        if (concerns(base_name(text), file)) return true;
        ++operands;
    }
    return operands == 0;
}

/// True where a command may give a file another name, or make another of it.
bool may_use(Command const& command, std::string_view file) {
    if (list_holds(" curl wget echo printf rm : ", command.program)) return false;
    if (command.program.empty() && !command.arguments.empty()) return true;
    return std::ranges::any_of(command.arguments, [&](Argument const& argument) {
        if (!argument.value.is_known()) return true;
        auto const text = argument.value.text_or_empty();
        return text.find(file) != text.npos || text.find_first_of("*?") != text.npos;
    });
}

/// True when a check in a later RUN of the stage names the path that a download writes.
bool is_checked_in_later_run(Stage const& stage, Command const& command, Download const& download,
                             bool surely) {
    auto const* const output = download.fetcher == Fetcher::curl
                                   ? download.find(" -o --output ")
                                   : download.find(" -O --output-document ");
    auto const path = output == nullptr ? std::string_view{} : output->value.text_or_empty();
    if (!path.starts_with('/')) return false;
    constexpr std::ptrdiff_t nearest = 200;
    auto const later =
        std::ranges::lower_bound(stage.commands, command.instruction->span.end, {},
                                 [](Command const& other) { return other.span.begin; });
    auto const count = std::min(nearest, stage.commands.end() - later);
    return std::any_of(later, later + count, [&](Command const& other) {
        bool const counts = !surely || (!other.can_fail_unseen && !other.is_conditional);
        return counts && other.use == Use::run && !other.arguments.empty() && checks_file(other)
               && std::ranges::any_of(other.arguments.subspan(1), [&](Argument const& argument) {
                      return argument.value.text_or_empty() == path;
                  });
    });
}

bool is_checked(Build const& build, Stage const& stage, Command const& download, bool surely) {
    // Of what is thrown away nothing is left to check.
    if (is_thrown_away(download, build.arena())) return false;
    // A check stands near its download.
    constexpr std::size_t nearest = 200;
    auto behind = commands_behind(stage, download);
    behind = behind.first(std::min(behind.size(), nearest));
    auto const& fetched = download_of(download, build.arena());
    auto const file = written_by(download, fetched);
    bool is_as_fetched = !file.empty();
    bool are_joined = true;
    for (auto const& command : behind) {
        // Joined by && with the download it is made whenever that is.
        are_joined = are_joined && command.depth == download.depth
                     && (command.connector == Connector::conjunction
                         || command.connector == Connector::pipe);
        bool const is_made = !command.is_conditional || are_joined;
        bool const counts = !surely || (!command.can_fail_unseen && is_made);
        bool const is_check = checks_file(command);
        if (is_check && counts) {
            auto const& before = &command == behind.data() ? download : *(&command - 1);
            // The sum of another file says nothing of this one.
            if (!is_as_fetched || may_check(command, before, file)) return true;
        }
        is_as_fetched = is_as_fetched && (is_check || !may_use(command, file));
    }
    return is_checked_in_later_run(stage, download, fetched, surely);
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
