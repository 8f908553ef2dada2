// Recognition of open(), joblib.load(), pandas.read_csv() and their kin.
#include "analyzer/context/python_files.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace dockcheck::context::python {
namespace {

struct Reading {
    std::string_view module;
    std::string_view function;
};

/// Functions whose first argument is the path of a file that must be there.
constexpr std::array<Reading, 10> readings{{{"io", "open"},
                                            {"joblib", "load"},
                                            {"numpy", "load"},
                                            {"numpy", "loadtxt"},
                                            {"pandas", "read_csv"},
                                            {"pandas", "read_excel"},
                                            {"pandas", "read_json"},
                                            {"pandas", "read_parquet"},
                                            {"pandas", "read_pickle"},
                                            {"torch", "load"}}};

bool is_reading(std::string_view module, std::string_view function) {
    return std::ranges::any_of(readings, [&](Reading const& reading) {
        return reading.module == module && reading.function == function;
    });
}

}  // namespace

void FileReads::learn_import(Range statement) {
    bool const is_from = at(statement.begin).is("from");
    auto const module = at(statement.begin + 1).text;
    bool const is_whole_module = at(statement.begin + 2).is("import");
    for (auto token = statement.begin + 1; token < statement.end; ++token) {
        auto const& item = at(token);
        auto const& before = at(token - 1);
        if (!item.is_name() || !(before.is(",") || before.is("(") || before.is("import"))) continue;
        auto const name = at(token + 1).is("as") ? at(token + 2).text : item.text;
        if (!is_from) {
            if (!at(token + 1).is(".")) modules_[name] = item.text;
            continue;
        }
        if (name == "open") has_own_open_ = true;
        if (is_whole_module && is_reading(module, item.text)) functions_.insert(name);
        bool const is_keras = module == "keras" || module == "tensorflow";
        if (is_keras && item.is("load_model")) functions_.insert(name);
    }
}

void FileReads::learn_constant(Line const& line) {
    Range const statement{line.begin, line.end};
    auto const& name = at(statement.begin);
    if (name.is("def") && at(statement.begin + 1).is("open")) has_own_open_ = true;
    for (auto token = statement.begin + 1; name.is("for") && token < statement.end; ++token) {
        if (at(token).is("in")) break;
        constants_[at(token).text].value = nullptr;
    }
    if (!name.is_name() || !(at(statement.begin + 1).is("=") || at(statement.begin + 1).is("+=")))
        return;
    auto const& value = at(statement.begin + 2);
    bool const is_text = value.is_plain && statement.end == statement.begin + 3 && line.indent == 0
                         && at(statement.begin + 1).is("=");
    auto const [entry, is_new] =
        constants_.emplace(name.text, Constant{is_text ? &value : nullptr});
    if (!is_new) entry->second.value = nullptr;
}

void FileReads::count_uses() {
    for (auto const& token : source_.tokens) {
        if (!token.is_name()) continue;
        auto const constant = constants_.find(token.text);
        if (constant != constants_.end()) ++constant->second.uses;
    }
}

/// The `(` of a call that reads a file.
std::optional<std::uint32_t> FileReads::open_bracket(std::uint32_t token) const {
    auto const& word = at(token);
    if (!word.is_name() || (token > 0 && (at(token - 1).is(".") || at(token - 1).is("def"))))
        return std::nullopt;
    if (at(token + 1).is("(")) {
        bool const is_open = word.is("open") && !has_own_open_;
        if (is_open || functions_.contains(word.text)) return token + 1;
        return std::nullopt;
    }
    auto const module = modules_.find(word.text);
    bool const is_call = module != modules_.end() && at(token + 1).is(".") && at(token + 3).is("(")
                         && is_reading(module->second, at(token + 2).text);
    return is_call ? std::optional(token + 3) : std::nullopt;
}

/// `)`, or further arguments of which the second one of open() is no mode that makes the file.
bool FileReads::reads_only(std::uint32_t behind_path) const {
    if (at(behind_path).is(")")) return true;
    if (!at(behind_path).is(",")) return false;
    auto mode = behind_path + 1;
    if (at(mode).is("mode") && at(mode + 1).is("=")) mode += 2;
    if (!at(mode).is_plain) return at(mode).is(")") || (at(mode).is_name() && at(mode + 1).is("="));
    return at(mode).text.starts_with('r') && (at(mode + 1).is(")") || at(mode + 1).is(","));
}

std::optional<FileRead> FileReads::opened_at(std::uint32_t token) const {
    auto const open = open_bracket(token);
    if (!open || !reads_only(*open + 2)) return std::nullopt;
    auto const& written = at(*open + 1);
    auto const* path = &written;
    if (written.is_name()) {
        auto const constant = constants_.find(written.text);
        if (constant == constants_.end() || constant->second.value == nullptr) return std::nullopt;
        // What is asked about the path elsewhere may make the file.
        if (constant->second.uses > 2) return std::nullopt;
        path = constant->second.value;
    }
    if (!path->is_plain || path->text.empty() || path->text.find("://") != path->text.npos)
        return std::nullopt;
    return FileRead{std::string(path->text), join(at(token).span, written.span)};
}

}  // namespace dockcheck::context::python
