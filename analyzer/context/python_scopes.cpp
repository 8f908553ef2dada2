// Functions and what they certainly do, statement by statement.
#include "analyzer/context/python_scopes.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace dockcheck::context::python {
namespace {

/// Calls and imports of one scope that are kept; sources with more are generated.
constexpr std::size_t most_entries = 500;

/// Functions that import what a string names.
constexpr std::array<std::string_view, 3> loaders{"from_object", "config_from_object",
                                                  "import_string"};

}  // namespace

std::uint32_t Scopes::open(std::string_view name) {
    scopes_.emplace_back().name = name;
    left_.push_back(false);
    return static_cast<std::uint32_t>(scopes_.size() - 1);
}

std::uint32_t Scopes::open_main() { return open("__main__"); }

/// True for the one decorator that runs the body as it stands at the first call: `@lru_cache`.
bool Scopes::is_only_cached(std::uint32_t line) const {
    auto const& decorator = source_.lines[line - 1];
    auto token = decorator.begin + 1;
    if (at(token).is("functools") && at(token + 1).is(".")) token += 2;
    bool const is_cache = at(token).is("lru_cache") || at(token).is("cache");
    bool const is_alone = line < 2 || !at(source_.lines[line - 2].begin).is("@");
    return is_cache && is_alone;
}

/// True when a call runs the body at once and as it stands: no decorator, no generator.
bool Scopes::is_plain_function(std::uint32_t line) const {
    if (line > 0 && at(source_.lines[line - 1].begin).is("@") && !is_only_cached(line))
        return false;
    auto const end = block_end(source_, line);
    auto const last = source_.lines[end - 1].end;
    for (auto token = source_.lines[line].begin; token < last; ++token) {
        if (at(token).is("yield")) return false;
    }
    return true;
}

std::uint32_t Scopes::open_function(std::uint32_t line, std::string_view class_name) {
    auto const& own_name = at(source_.lines[line].begin + 1);
    if (!own_name.is_name()) return nowhere;
    if (!class_name.empty() && !own_name.is("__init__")) return nowhere;
    auto const name = class_name.empty() ? own_name.text : class_name;
    // Of two definitions nobody knows here which one holds.
    if (!defined_.insert(name).second) {
        doubtful_.insert(name);
        return nowhere;
    }
    return is_plain_function(line) ? open(name) : nowhere;
}

std::uint32_t Scopes::open_settings(std::string_view class_name) {
    if (!defined_.insert(class_name).second) {
        doubtful_.insert(class_name);
        return nowhere;
    }
    auto const scope = open(class_name);
    scopes_[scope].is_settings = true;
    return scope;
}

bool Scopes::is_main_test(Range condition) const {
    if (condition.end - condition.begin != 3) return false;
    auto const is_main = [](Token const& token) {
        return token.kind == Token::Kind::string && token.text == "__main__";
    };
    auto const& left = at(condition.begin);
    auto const& right = at(condition.begin + 2);
    return at(condition.begin + 1).is("==")
           && ((left.is("__name__") && is_main(right)) || (is_main(left) && right.is("__name__")));
}

bool Scopes::is_at_top(Range statement) const {
    auto const line = std::ranges::lower_bound(source_.lines, statement.begin, {}, &Line::begin);
    return line != source_.lines.end() && line->begin == statement.begin && line->indent == 0;
}

void Scopes::leave(std::uint32_t scope) {
    if (scope != nowhere) left_[scope] = true;
}

/// `import a.b as c, d`, `from ..a import b as c, d`.
void Scopes::add_import(std::uint32_t scope, Range statement) {
    if (is_left(scope)) return;
    auto& imports = scopes_[scope].imports;
    bool const is_from = at(statement.begin).is("from");
    PythonImport found;
    if (is_at_top(statement))
        found.span = join(at(statement.begin).span, at(statement.begin + 1).span);
    auto token = statement.begin + 1;
    auto const dotted_name = [&] {
        std::string name;
        for (; token < statement.end && (at(token).is_name() || at(token).is(".")); ++token) {
            if (at(token).is("import") || at(token).is("as")) break;
            name += at(token).text;
        }
        return name;
    };
    if (is_from) {
        for (; at(token).is("."); ++token) ++found.level;
        found.module = dotted_name();
        if (!at(token).is("import")) return;
        ++token;
        if (at(token).is("(")) ++token;
    }
    while (token < statement.end && imports.size() < most_entries) {
        bool const is_star = is_from && at(token).is("*");
        auto const name = is_star ? std::string("*") : dotted_name();
        if (name.empty()) return;
        if (is_star) ++token;
        if (is_from) {
            found.item = name;
        } else {
            found.module = name;
        }
        found.name = name;
        if (at(token).is("as")) {
            found.name = at(token + 1).text;
            token += 2;
        }
        imports.push_back(found);
        if (!is_from) found.span = {};
        if (!at(token).is(",")) return;
        ++token;
    }
}

void Scopes::add_call(std::uint32_t scope, std::uint32_t token) {
    if (is_left(scope) || !at(token).is_name()) return;
    if (token > 0
        && (at(token - 1).is(".") || at(token - 1).is("def") || at(token - 1).is("class"))) {
        return;
    }
    auto last = token;
    while (at(last + 1).is(".") && at(last + 2).is_name()) last += 2;
    if (!at(last + 1).is("(")) return;
    auto& into = scopes_[scope];
    auto const& argument = at(last + 2);
    if (std::ranges::find(loaders, at(last).text) != loaders.end() && argument.is_plain) {
        if (into.loads.size() < most_entries) into.loads.emplace_back(argument.text);
        return;
    }
    if (into.calls.size() >= most_entries) return;
    auto& call = into.calls.emplace_back();
    for (auto part = token; part <= last; ++part) call.name += at(part).text;
    call.has_arguments = !argument.is(")");
}

void Scopes::add_required(std::uint32_t scope, EnvironmentRead const& read) {
    if (!is_left(scope)) scopes_[scope].required.push_back(read);
}

void Scopes::add_opened(std::uint32_t scope, FileRead file) {
    auto const has_room = !is_left(scope) && scopes_[scope].opened.size() < most_entries;
    if (has_room) scopes_[scope].opened.push_back(std::move(file));
}

std::vector<PythonScope> Scopes::take() {
    std::erase_if(scopes_, [&](PythonScope const& scope) {
        return !scope.name.empty() && doubtful_.contains(scope.name);
    });
    return std::move(scopes_);
}

}  // namespace dockcheck::context::python
