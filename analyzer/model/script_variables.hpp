// What a script knows of its variables at a point.
#pragma once

#include <cstddef>
#include <string_view>

#include "analyzer/syntax/dockerfile/expand.hpp"
#include "analyzer/text/arena_map.hpp"
#include "analyzer/text/value.hpp"

namespace dockcheck::model {

/// Variables of the build, and those that the script sets. All changes are logged, so that what a
/// branch or a subshell did can be made unknown or undone.
class ScriptVariables {
 public:
    ScriptVariables(dockerfile::Scope outer, Arena& arena)
        : outer_(outer), budget_(&own_budget_), entries_(arena), never_known_(arena), log_(arena) {}
    /// Variables of a script inside another one's script: they share what expansion may cost.
    ScriptVariables(dockerfile::Scope outer, ScriptVariables& parent, Arena& arena)
        : outer_(outer),
          budget_(parent.budget_),
          entries_(arena),
          never_known_(arena),
          log_(arena) {}
    ScriptVariables(ScriptVariables const&) = delete;
    ScriptVariables& operator=(ScriptVariables const&) = delete;

    [[nodiscard]] dockerfile::Variable find(std::string_view name) const;
    /// True when the script itself gave it a value, known or not.
    [[nodiscard]] bool is_local(std::string_view name) const;
    /// True when the script names it in an assignment, read, for or the like.
    [[nodiscard]] bool is_assigned(std::string_view name) const;

    void set(std::string_view name, Value value);
    void set_unknown(std::string_view name);
    /// A file was sourced or text evaluated: any variable may have changed.
    void set_all_unknown();
    /// A function sets it: nobody knows when.
    void never_know(std::string_view name);

    /// False when expansion has made too much text; then values count as unknown. Bounds
    /// `x=$x$x` repeated.
    [[nodiscard]] bool may_expand(Value value);

    [[nodiscard]] std::size_t mark() const { return log_.size(); }
    /// What was set since the mark may or may not have happened.
    void make_unknown_since(std::size_t mark);
    /// What was set since the mark happened in a shell of its own.
    void restore(std::size_t mark);

 private:
    struct Entry {
        bool present = false;
        bool known = false;
        std::size_t epoch = 0;
        Value value;
    };
    struct Change {
        std::string_view name;  ///< empty: the epoch changed
        Entry before;
        std::size_t epoch = 0;
    };
    void put(std::string_view name, Entry entry);

    static constexpr std::size_t expansion_limit = std::size_t{1024} * 1024;

    dockerfile::Scope outer_;
    std::size_t own_budget_ = expansion_limit;
    std::size_t* budget_;
    ArenaMap<Entry> entries_;
    ArenaMap<bool> never_known_;
    ArenaVector<Change> log_;
    std::size_t epoch_ = 0;  ///< entries of another epoch are unknown
    std::size_t last_epoch_ = 0;
};

}  // namespace dockcheck::model
