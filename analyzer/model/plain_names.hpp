// Names that a script gives nothing but plain words to: one word each, without blanks and
// wildcards.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "analyzer/model/build.hpp"
#include "analyzer/model/script_nodes.hpp"
#include "analyzer/model/shell_script.hpp"
#include "analyzer/text/arena_map.hpp"

namespace dockcheck::model {

/// What one script says of the variables that it sets itself.
class PlainNames {
 public:
    PlainNames(ShellScript const& script, Build const& build, Stage const& stage);

    /// True for a variable of which every assignment is known to be one plain word.
    [[nodiscard]] bool holds(std::string_view name) const;

    /// One word without blanks and wildcards.
    [[nodiscard]] bool is_plain_output(ShellScript const& script, shell::Node const& part) const;

    /// The variable of a loop over words that are something, or one that a command in front tests.
    [[nodiscard]] bool is_certainly_filled(std::string_view name, shell::Node const& at) const;

 private:
    void see_test(ShellScript const& script, shell::Node const& test);
    void see_export(ShellScript const& script, shell::Node const& command);
    void see_filled(std::string_view name, bool filled);
    void see(std::string_view name, bool plain);
    [[nodiscard]] bool is_plain_part(ShellScript const& script, shell::Node const& part) const;
    [[nodiscard]] bool is_plain(ShellScript const& script, shell::Node const& word) const;
    [[nodiscard]] bool are_plain(ShellScript const& script,
                                 std::span<shell::Node const* const> words) const;
    [[nodiscard]] bool has_plain_words(ShellScript const& script, shell::Node const& array) const;
    [[nodiscard]] bool cuts_plain_word(ShellScript const& script,
                                       shell::NodeList const& commands) const;
    [[nodiscard]] bool prints_plain_words(ShellScript const& script,
                                          shell::NodeList const& commands) const;
    [[nodiscard]] bool reads_plain_file(ShellScript const& script,
                                        shell::NodeList const& commands) const;
    [[nodiscard]] bool is_plain_parameter(ShellScript const& script, shell::Node const& part) const;
    void see_assignment(ShellScript const& script, shell::Node const& node);
    void see_loop(ShellScript const& script, shell::Node const& node);

    Build const& build_;
    Stage const& stage_;
    ArenaMap<bool> filled_;
    ArenaMap<std::uint32_t> tested_;  ///< and where the first test ends
    ArenaMap<bool> plain_;
};

}  // namespace dockcheck::model
