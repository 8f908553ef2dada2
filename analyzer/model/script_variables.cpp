// Following a script's variables as far as that is certain.
#include "analyzer/model/script_variables.hpp"

#include <algorithm>

namespace dockcheck::model {
namespace {

/// What shells set by themselves (POSIX sh 2.5.3 and the bash manual, "Bash Variables").
constexpr std::string_view shell_variables[] = {
    "BASH",   "BASHPID",  "BASH_VERSION", "EPOCHSECONDS", "EUID",   "FUNCNAME",  "GROUPS",
    "HOME",   "HOSTNAME", "HOSTTYPE",     "IFS",          "LINENO", "LOGNAME",   "MACHTYPE",
    "OLDPWD", "OPTARG",   "OPTIND",       "OSTYPE",       "PATH",   "PPID",      "PS4",
    "PWD",    "RANDOM",   "REPLY",        "SECONDS",      "SHELL",  "SHELLOPTS", "SHLVL",
    "TERM",   "UID",      "USER",
};
static_assert(std::ranges::is_sorted(shell_variables));

bool is_plain_name(std::string_view name) {
    return !name.empty() && name.find_first_not_of("0123456789@*#?-$!") != std::string_view::npos;
}

}  // namespace

dockerfile::Variable ScriptVariables::find(std::string_view name) const {
    using State = dockerfile::Variable::State;
    dockerfile::Variable const unknown{State::unknown, Value{}};
    if (!is_plain_name(name) || never_known_.contains(name)) return unknown;
    if (auto const found = entries_.find(name); found != entries_.end() && found->second.present) {
        auto const& entry = found->second;
        if (!entry.known || entry.epoch != epoch_) return unknown;
        return {State::known, entry.value};
    }
    if (epoch_ != 0) return unknown;
    auto const variable = outer_(name);
    if (variable.state == State::unset && std::ranges::binary_search(shell_variables, name)) {
        return unknown;
    }
    return variable;
}

bool ScriptVariables::is_local(std::string_view name) const {
    return epoch_ != 0 || is_assigned(name);
}

bool ScriptVariables::is_assigned(std::string_view name) const {
    auto const found = entries_.find(name);
    return never_known_.contains(name) || (found != entries_.end() && found->second.present);
}

bool ScriptVariables::may_expand(Value value) {
    std::size_t cost = value.text_or_empty().size();
    for (auto const& piece : value.pieces()) cost += piece.text.size() + sizeof(Piece);
    if (cost > *budget_) return false;
    *budget_ -= cost;
    return true;
}

void ScriptVariables::put(std::string_view name, Entry entry) {
    auto& slot = entries_[name];
    log_.push_back({name, slot, epoch_});
    slot = entry;
}

void ScriptVariables::set(std::string_view name, Value value) {
    put(name, {true, true, epoch_, value});
}

void ScriptVariables::set_unknown(std::string_view name) {
    put(name, {true, false, epoch_, Value{}});
}

void ScriptVariables::set_all_unknown() {
    log_.push_back({{}, {}, epoch_});
    epoch_ = ++last_epoch_;
}

void ScriptVariables::never_know(std::string_view name) { never_known_.insert(name); }

void ScriptVariables::make_unknown_since(std::size_t mark) {
    for (auto i = mark; i < log_.size(); ++i) {
        if (!log_[i].name.empty()) entries_[log_[i].name].known = false;
    }
}

void ScriptVariables::restore(std::size_t mark) {
    while (log_.size() > mark) {
        auto const& change = log_.back();
        if (change.name.empty()) {
            epoch_ = change.epoch;
        } else {
            entries_[change.name] = change.before;
        }
        log_.pop_back();
    }
}

}  // namespace dockcheck::model
