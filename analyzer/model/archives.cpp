// The words of tar, unzip, curl and wget that name files (their manuals).
#include "analyzer/model/archives.hpp"

#include "analyzer/model/downloads.hpp"
#include "analyzer/text/arena_vector.hpp"
#include "analyzer/text/byte_set.hpp"

namespace dockcheck::model {
namespace {

/// The name that curl -O and wget give to what an address brings; empty when it is not certain.
std::string_view name_of(Value const& url) {
    auto text = url.text_or_empty();
    static constexpr ByteSet ends_path("?#");
    auto const scheme = text.find("://");
    if (scheme == text.npos || ends_path.is_in(text)) return {};
    text.remove_prefix(scheme + 3);
    auto const slash = text.rfind('/');
    return slash == text.npos ? std::string_view{} : text.substr(slash + 1);
}

/// Where the value of an option stands: the next word, or the option's own one.
Span place_of(FetchOption const& option, Command const& command) {
    auto const* const next = option.argument + 1;
    if (next == command.arguments.data() + command.arguments.size()) return option.argument->span;
    bool const is_next = next->value.text_or_empty().data() == option.value.text_or_empty().data()
                         && next->value.pieces().data() == option.value.pieces().data();
    return is_next ? next->span : option.argument->span;
}

void add_redirected(Command const& command, ArenaVector<SavedFile>& files) {
    for (auto const& redirection : command.redirections) {
        auto const operation = redirection.operation;
        if (operation != ">" && operation != ">|" && operation != "1>") continue;
        if (redirection.target.value.text_or_empty().starts_with("/dev/")) continue;
        files.push_back({redirection.target.value, redirection.target.span});
    }
}

/// The two with a slash between them.
std::string_view below(std::string_view folder, std::string_view name, Arena& arena) {
    ArenaVector<char> path(arena);
    path.append(folder);
    path.push_back('/');
    path.append(name);
    return {path.begin(), path.end()};
}

void add_named_by_urls(Download const& download, std::string_view folder, Arena& arena,
                       ArenaVector<SavedFile>& files) {
    for (auto const* const url : download.urls) {
        auto const name = name_of(url->value);
        if (name.empty()) continue;
        auto const path = folder.empty() ? name : below(folder, name, arena);
        files.push_back({Value(path), url->span});
    }
}

}  // namespace

Argument const* unpacked_by_tar(Command const& command) {
    if (command.program != "tar" && command.program != "bsdtar") return nullptr;
    Argument const* file = nullptr;
    bool extracts = false;
    for (std::size_t i = 1; i < command.arguments.size(); ++i) {
        auto const word = command.argument(i);
        if (word == "--extract" || word == "--get") extracts = true;
        if (word == "--file" && i + 1 < command.arguments.size()) file = &command.arguments[i + 1];
        bool const is_letters = (i == 1 && !word.starts_with('-'))
                                || (word.starts_with('-') && !word.starts_with("--"));
        if (!is_letters || word.empty()) continue;
        extracts = extracts || word.find('x') != word.npos;
        bool const next_is_file = word.back() == 'f' || (i == 1 && word.find('f') != word.npos);
        if (next_is_file && i + 1 < command.arguments.size()) file = &command.arguments[i + 1];
    }
    return extracts ? file : nullptr;
}

Argument const* unpacked_by(Command const& command) {
    if (command.program != "unzip") return unpacked_by_tar(command);
    for (auto const& word : command.arguments.subspan(1)) {
        auto const text = word.value.known_prefix();
        // -l, -t, -p, -v, -Z only look.
        if (text.starts_with('-') && text.find_first_of("ltpvZ") != text.npos) return nullptr;
        if (!text.starts_with('-')) return &word;
    }
    return nullptr;
}

std::span<SavedFile const> files_saved_by(Command const& command, Arena& arena) {
    ArenaVector<SavedFile> files(arena);
    auto const& download = download_of(command, arena);
    bool const is_curl = download.fetcher == Fetcher::curl;
    if ((!is_curl && download.fetcher != Fetcher::wget) || download.may_have_more_options) {
        return files.items();
    }
    auto const* const output =
        is_curl ? download.find(" -o --output ") : download.find(" -O --output-document ");
    if (output != nullptr) {
        if (output->value.text_or_empty() == "-") {
            add_redirected(command, files);
        } else {
            files.push_back({output->value, place_of(*output, command)});
        }
        return files.items();
    }
    if (is_curl && download.find(" -O --remote-name --remote-name-all ") == nullptr) {
        add_redirected(command, files);
        return files.items();
    }
    auto const* const folder =
        is_curl ? download.find(" --output-dir ") : download.find(" -P --directory-prefix ");
    if (folder != nullptr && !folder->value.is_known()) return files.items();
    add_named_by_urls(download, folder == nullptr ? "" : folder->value.text_or_empty(), arena,
                      files);
    return files.items();
}

}  // namespace dockcheck::model
