// The walk over a Python source, in two parts: statements and what they run in (python_facts.cpp),
// and the variables and files that they ask for (python_accesses.cpp). Not for use outside of this
// folder.
#pragma once

#include <algorithm>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/context/python_environment.hpp"
#include "analyzer/context/python_facts.hpp"
#include "analyzer/context/python_files.hpp"
#include "analyzer/context/python_scopes.hpp"
#include "analyzer/context/python_settings.hpp"
#include "analyzer/context/python_tokens.hpp"

namespace dockcheck::context::python {

/// What is known about a block of lines.
struct Block {
    std::uint32_t indent = 0;  ///< of its header
    bool is_certain = true;    ///< runs at import, and what it raises gets out
    bool is_top_level = true;  ///< its names are the module's
    bool is_main = false;      ///< who imports the module has none of its names
    bool is_for_type_checker = false;
    std::uint32_t scope = Scopes::module;  ///< the code that it is part of
    bool is_reached = true;                ///< whenever that code runs, and what it raises gets out
    std::string_view class_name = {};      ///< of the class whose body it is
};

/// How certain it is that something is evaluated.
struct Reach {
    bool at_import = false;
    bool in_scope = false;
    std::uint32_t scope = Scopes::nowhere;

    [[nodiscard]] Reach only_if(bool condition) const {
        return {at_import && condition, in_scope && condition, scope};
    }
};

template <typename Words>
bool holds_word(Tokens const& source, Range range, Words const& words) {
    for (auto token = range.begin; token < range.end; ++token) {
        auto const& candidate = source.tokens[token];
        if (candidate.is_name() && std::ranges::find(words, candidate.text) != words.end())
            return true;
    }
    return false;
}

/// Used once.
class FactsReader {
 public:
    explicit FactsReader(std::string_view bytes)
        : source_(tokenize(bytes)),
          environment_(source_),
          scopes_(source_),
          settings_(source_),
          files_(source_) {}

    PythonFacts read();

 private:
    struct Statement {
        Range range;
        std::uint32_t line;
    };

    void learn_names();
    void learn_helpers();
    void read_line(std::uint32_t line);
    void read_statements(Range range, std::uint32_t line, Block const& block);
    void read_statement(Statement statement, Block const& block);
    void read_header(std::uint32_t line, Range header, Block const& outer);
    [[nodiscard]] Block opened(std::uint32_t line, Range header, Block const& outer);
    [[nodiscard]] bool lets_errors_out(std::uint32_t line) const;
    void read_settings_class(std::uint32_t line);
    void read_environment_file(std::uint32_t open);
    void note_filling(std::uint32_t token);
    void read_import(Range statement, Block const& block);
    void define_targets(Range statement);
    void define(Range target);
    void define(std::string_view name);
    void read_accesses(Statement statement, Range tokens, Reach reach);
    void add_read(Statement statement, std::uint32_t begin, Access const& access, Range tokens,
                  Reach reach);
    [[nodiscard]] bool raises(Statement statement, Access const& access) const;
    [[nodiscard]] bool is_tested_next(Statement statement, Access const& access) const;
    [[nodiscard]] bool is_assigned_to(Range statement, std::uint32_t end) const;
    void read_app_run(std::uint32_t token);
    void withdraw_doubtful();
    [[nodiscard]] Token const& at(std::uint32_t token) const { return source_.tokens[token]; }

    Tokens source_;
    Environment environment_;
    Scopes scopes_;
    Settings settings_;
    FileReads files_;
    std::vector<Block> blocks_;
    std::set<std::string_view> applications_{"app", "application"};
    std::set<std::string_view> imports_{};
    std::set<std::string_view> definitions_{};
    std::set<std::string_view> written_{};
    std::set<std::string, std::less<>> environment_files_{};
    std::uint32_t filled_from_ = 0;  ///< where the environment is filled first, if it is
    PythonFacts facts_;
};

}  // namespace dockcheck::context::python
