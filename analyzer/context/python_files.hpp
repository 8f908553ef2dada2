// Calls of a Python source that read a file by its path (not for use outside of this folder).
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string_view>

#include "analyzer/context/python_environment.hpp"
#include "analyzer/context/python_facts.hpp"
#include "analyzer/context/python_tokens.hpp"

namespace dockcheck::context::python {

/// The names of one source for what opens files and raises when they are missing.
class FileReads {
 public:
    explicit FileReads(Tokens const& source) : source_(source) {}

    void learn_import(Range statement);
    /// `PATH = "model.pkl"` of a line that is not indented, and what gives such a name again.
    void learn_constant(Line const& line);
    /// When all constants are learned.
    void count_uses();

    /// The file that a call beginning at a token opens to read.
    [[nodiscard]] std::optional<FileRead> opened_at(std::uint32_t token) const;

 private:
    struct Constant {
        Token const* value = nullptr;  ///< nullptr: no text, or given twice
        int uses = 0;
    };

    [[nodiscard]] std::optional<std::uint32_t> open_bracket(std::uint32_t token) const;
    [[nodiscard]] bool reads_only(std::uint32_t behind_path) const;
    [[nodiscard]] Token const& at(std::uint32_t token) const { return source_.tokens[token]; }

    Tokens const& source_;
    std::map<std::string_view, std::string_view> modules_{};  ///< their names here
    std::set<std::string_view> functions_{};                  ///< imported from them
    std::map<std::string_view, Constant> constants_{};
    bool has_own_open_ = false;
};

}  // namespace dockcheck::context::python
