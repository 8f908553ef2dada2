// Makes a header with a sorted constexpr array of a table in a .tsv file; run while building.
//
//     generate_tables NAME INPUT.tsv OUTPUT.hpp
//
// Lines with `#` are comment; the first other line names the columns. Rows are sorted by all
// columns and must differ in the first two.
#include <algorithm>
#include <fstream>
#include <iostream>
#include <string>
#include <string_view>
#include <vector>

namespace {

using Row = std::vector<std::string>;

Row split(std::string_view line) {
    Row fields;
    for (std::size_t at = 0; at <= line.size();) {
        auto const tab = std::min(line.find('\t', at), line.size());
        fields.emplace_back(line.substr(at, tab - at));
        at = tab + 1;
    }
    return fields;
}

/// official_images -> OfficialImagesRow.
std::string type_name(std::string_view table) {
    std::string name;
    bool upper = true;
    for (char const c : table) {
        if (c == '_') {
            upper = true;
            continue;
        }
        name += upper ? static_cast<char>(c - 'a' + 'A') : c;
        upper = false;
    }
    return name + "Row";
}

std::string quoted(std::string_view text) {
    std::string result = "\"";
    for (char const c : text) {
        if (c == '"' || c == '\\') result += '\\';
        result += c;
    }
    return result + '"';
}

int complain(std::string_view file, std::string_view what, std::string_view line) {
    std::cerr << file << ": " << what << ": " << line << '\n';
    return 1;
}

void write(std::ostream& out, std::string const& table, Row const& columns,
           std::vector<Row> const& rows) {
    auto const type = type_name(table);
    out << "// Made from analyzer/knowledge/" << table << ".tsv while building.\n#pragma once\n\n"
        << "#include <algorithm>\n#include <iterator>\n#include <string_view>\n\n"
        << "namespace dockcheck::knowledge {\n\nstruct " << type << " {\n";
    for (auto const& column : columns) out << "    std::string_view " << column << ";\n";
    out << "};\n\ninline constexpr " << type << ' ' << table << "_table[] = {\n";
    for (auto const& row : rows) {
        out << "    {";
        for (std::size_t i = 0; i < row.size(); ++i) out << (i == 0 ? "" : ", ") << quoted(row[i]);
        out << "},\n";
    }
    auto const by = [&](std::string const& column) {
        return "a." + column + " != b." + column + " ? a." + column + " < b." + column + " : ";
    };
    out << "};\n\nconstexpr bool precedes(" << type << " const& a, " << type
        << " const& b) {\n    return " << by(columns[0]) << by(columns[1]) << "false;\n}\n"
        << "static_assert(std::is_sorted(std::begin(" << table << "_table), std::end(" << table
        << "_table),\n"
        << "                             [](auto const& a, auto const& b) { return precedes(a, b); "
           "}));\n\n}  // namespace dockcheck::knowledge\n";
}

}  // namespace

int main(int count, char** arguments) {
    if (count != 4) return complain("generate_tables", "usage", "NAME INPUT.tsv OUTPUT.hpp");
    std::string const input = arguments[2];
    std::ifstream file(input);
    if (!file) return complain(input, "cannot be read", "");
    Row columns;
    std::vector<Row> rows;
    for (std::string line; std::getline(file, line);) {
        if (line.empty() || line.front() == '#') continue;
        auto row = split(line);
        if (columns.empty()) {
            columns = row;
            continue;
        }
        if (row.size() != columns.size()) return complain(input, "wrong number of columns", line);
        rows.push_back(std::move(row));
    }
    if (columns.size() < 2) return complain(input, "no columns", "");
    std::sort(rows.begin(), rows.end());
    if (auto const same = std::adjacent_find(rows.begin(), rows.end()); same != rows.end())
        return complain(input, "the same row twice", (*same)[0] + ' ' + (*same)[1]);
    std::ofstream out(arguments[3]);
    write(out, arguments[1], columns, rows);
    return out ? 0 : complain(arguments[3], "cannot be written", "");
}
