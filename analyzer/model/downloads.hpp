// What curl, wget and git are asked to fetch, and with which options.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "analyzer/model/command.hpp"
#include "analyzer/model/word_list.hpp"
#include "analyzer/text/arena.hpp"

namespace dockcheck::model {

enum class Fetcher : std::uint8_t { none, curl, wget, git };

/// One option; letters of a cluster (`-fsSL`) are options of their own.
struct FetchOption {
    std::string_view name;  ///< "-k", "--insecure"; without `=value`
    Argument const* argument = nullptr;
    Value value;  ///< behind `=`, behind the letter, or the next word
};

struct Download {
    Fetcher fetcher = Fetcher::none;
    std::span<FetchOption const> options;
    /// Operands; for git the repository of clone and the like.
    std::span<Argument const* const> urls;
    bool may_have_more_options = false;  ///< a word that nobody knows may be one

    /// The option of one of the names, between blanks: " -k --insecure ".
    [[nodiscard]] FetchOption const* find(WordList const& names) const;
};

/// Reads a command, at the first question; Fetcher::none when it is none of them.
Download const& download_of(Command const& command, Arena& arena);

/// A URL in parts, as far as it is known.
struct Address {
    std::string_view scheme;     ///< lower-case as written: "http"; empty when there is none
    std::string_view host;       ///< without user and port
    bool host_is_known = false;  ///< nothing unknown stands in it
};
Address address_of(Value const& url);

/// True for this machine and its link: localhost, 127.0.0.1, [::1], 169.254.*, *.localhost.
bool is_local_host(std::string_view host);

}  // namespace dockcheck::model
