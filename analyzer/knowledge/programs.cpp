// Lookup of programs in the tables.
#include "analyzer/knowledge/programs.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>

#include "analyzer/knowledge/image_programs.table.hpp"
#include "analyzer/knowledge/package_libraries.table.hpp"
#include "analyzer/knowledge/package_programs.table.hpp"
#include "analyzer/knowledge/python_extensions.table.hpp"
#include "analyzer/knowledge/python_libraries.table.hpp"
#include "analyzer/knowledge/python_modules.table.hpp"
#include "analyzer/knowledge/python_scripts.table.hpp"
#include "analyzer/knowledge/releases.hpp"

namespace dockcheck::knowledge {
namespace {

constexpr std::string_view image_tools =
    "sh bash curl wget nc gcc make git python python3 pip node npm java ruby php tini dumb-init "
    "gosu su-exec envsubst unzip useradd groupadd usermod corepack yarn yarnpkg jq psql g++ gpg "
    "adduser apt-key libGL.so.1 libcairo.so.2 libgomp.so.1 libgthread-2.0.so.0 libmagic.so.1 "
    "libmariadb.so.3 libodbc.so.2 libpangoft2-1.0.so.0 libpq.so.5 libzbar.so.0";
constexpr std::string_view package_tools =
    "sh bash curl wget nc gcc make git python python3 pip node npm java go ruby php nginx tini "
    "dumb-init gosu su-exec envsubst unzip useradd groupadd usermod jq psql g++ gpg adduser";
constexpr std::string_view python_programs =
    "alembic celery daphne django-admin fastapi flask granian gunicorn hypercorn jupyter mlflow "
    "pytest rq sanic scrapy streamlit supervisord uvicorn uwsgi waitress-serve";

constexpr bool has_item(std::string_view list, std::string_view word) {
    if (word.empty()) return false;
    for (auto at = list.find(word); at != list.npos; at = list.find(word, at + 1)) {
        auto const end = at + word.size();
        bool const begins = at == 0 || list[at - 1] == ' ';
        if (begins && (end == list.size() || list[end] == ' ')) return true;
    }
    return false;
}

/// The program of the tables that comes and goes with another one.
constexpr std::string_view name_in_tables(std::string_view program) {
    if (program == "pip3") return "pip";
    if (program == "npx") return "npm";
    if (program == "addgroup") return "adduser";
    return program;
}

bool holds_any_part(std::string_view tag, std::string_view words) {
    while (!tag.empty()) {
        auto const end = std::min(tag.find('-'), tag.size());
        if (has_item(words, tag.substr(0, end))) return true;
        tag.remove_prefix(std::min(end + 1, tag.size()));
    }
    return false;
}

bool starts_with_digit(std::string_view text) {
    return !text.empty() && text.front() >= '0' && text.front() <= '9';
}

/// Takes a number off the front; -1 when there is none.
int take_number(std::string_view& text) {
    if (!starts_with_digit(text)) {
        text = {};
        return -1;
    }
    int number = 0;
    while (starts_with_digit(text)) {
        number = std::min(number * 10 + (text.front() - '0'), 10'000'000);
        text.remove_prefix(1);
    }
    if (text.starts_with('.')) {
        text.remove_prefix(1);
    } else {
        text = {};
    }
    return number;
}

constexpr std::string_view cell(std::string_view text) {
    return text == "-" ? std::string_view() : text;
}

/// True when all variants of an image lack a program since some release, and the tag is of that one
/// or a newer one.
bool newer_ones_lack(std::string_view name, std::string_view tag, std::string_view program) {
    bool const is_newest = has_item("latest current slim alpine", tag);
    if (!starts_with_digit(tag) && !is_newest) return false;
    return std::ranges::any_of(image_programs_table, [&](ImageProgramsRow const& row) {
        return row.name == name && row.variant.starts_with('*') && has_item(row.lacks, program)
               && (is_newest || compare_versions(tag, row.since) >= 0);
    });
}

/// Debian's base system has neither adduser nor apt-key from release 13 on; what python, node, ruby
/// and rust install in their slim images brings none back.
bool newer_debian_lacks(KnownImage const& image, std::string_view tag, std::string_view program) {
    if (program != "adduser" && program != "apt-key") return false;
    bool const is_slim = image.variant == "slim" && has_item("python node ruby rust", image.name);
    if (image.name != "debian" && !is_slim) return false;
    auto const release = release_named_by(image.name, tag);
    return release && release->product == "debian" && compare_versions(release->number, "13") >= 0;
}

consteval auto known_extensions() {
    std::array<PythonExtension, std::size(python_extensions_table)> rows{};
    for (std::size_t i = 0; i < rows.size(); ++i) {
        auto const& row = python_extensions_table[i];
        rows[i] = {row.package, cell(row.since), cell(row.debian), cell(row.alpine),
                   cell(row.instead)};
    }
    return rows;
}

constexpr auto extensions = known_extensions();

consteval auto known_libraries() {
    std::array<PythonLibrary, std::size(python_libraries_table)> rows{};
    for (std::size_t i = 0; i < rows.size(); ++i) {
        auto const& row = python_libraries_table[i];
        rows[i] = {row.package,      row.library,      cell(row.since),  row.module,
                   cell(row.debian), cell(row.alpine), cell(row.instead)};
    }
    return rows;
}

constexpr auto libraries = known_libraries();

/// Whether a package of a distribution whose name the tables know brings a library.
Brings library_brought(std::pair<std::string_view, std::string_view> package,
                       std::string_view library) {
    auto const* const row =
        std::ranges::find_if(package_libraries_table, [&](PackageLibrariesRow const& candidate) {
            return candidate.family == package.first && candidate.library == library;
        });
    if (row == std::ranges::end(package_libraries_table)) return Brings::unknown;
    return has_item(row->packages, package.second) ? Brings::yes : Brings::no;
}

/// Whether a package brings a module, with all that it requires. Packages require each other.
class ModuleSearch {
 public:
    explicit ModuleSearch(std::string_view module) : module_(module) {}

    Brings in(std::string_view package) {
        auto const* const row =
            std::ranges::lower_bound(python_modules_table, package, {}, &PythonModulesRow::package);
        if (row == std::ranges::end(python_modules_table) || row->package != package)
            return Brings::unknown;
        auto& seen =
            seen_[static_cast<std::size_t>(row - std::ranges::begin(python_modules_table))];
        if (std::exchange(seen, true)) return Brings::no;
        if (row->module == module_) return Brings::yes;
        auto result = Brings::no;
        for (auto rest = cell(row->needs); !rest.empty();) {
            auto const end = std::min(rest.find(' '), rest.size());
            auto const one = in(rest.substr(0, end));
            if (one == Brings::yes) return one;
            if (one == Brings::unknown) result = one;
            rest.remove_prefix(std::min(end + 1, rest.size()));
        }
        return result;
    }

 private:
    std::string_view module_;
    std::array<bool, std::size(python_modules_table)> seen_{};
};

}  // namespace

std::string_view package_of_module(std::string_view module) {
    std::string_view found;
    for (auto const& row : python_modules_table) {
        // psycopg2-binary needs no compiler, and stands behind psycopg2.
        if (row.module == module) found = row.package;
    }
    return found;
}

bool is_followed(PackageFamily family, std::string_view program) {
    if (program.starts_with(module_prefix)) return family == PackageFamily::python;
    return has_item(family == PackageFamily::python ? python_programs : package_tools,
                    name_in_tables(program));
}

int compare_versions(std::string_view a, std::string_view b) {
    while (!a.empty() && !b.empty()) {
        auto const left = take_number(a);
        auto const right = take_number(b);
        if (left < 0 || right < 0) return 0;
        if (left != right) return left < right ? -1 : 1;
    }
    return 0;
}

Brings image_brings(KnownImage const& image, std::string_view tag, std::string_view program) {
    // Console scripts of Python are nothing that an official image has.
    if (has_item(python_programs, program) && image.environment != "*") return Brings::no;
    program = name_in_tables(program);
    if (!has_item(image_tools, program)) return Brings::unknown;
    if (newer_ones_lack(image.name, tag, program) || newer_debian_lacks(image, tag, program))
        return Brings::no;
    if (image.shell == ShellKind::none) {
        bool const is_language =
            program.starts_with("python") || program == "node" || program == "java";
        return is_language ? Brings::unknown : Brings::no;
    }
    auto const* const row = std::ranges::find_if(image_programs_table, [&](auto const& candidate) {
        return candidate.name == image.name && candidate.variant == image.variant;
    });
    if (row == std::ranges::end(image_programs_table)) return Brings::unknown;
    bool const is_too_old =
        row->since != "-" && starts_with_digit(tag) && compare_versions(tag, row->since) < 0;
    if (is_too_old || holds_any_part(tag, row->except)) return Brings::unknown;
    return has_item(row->lacks, program) ? Brings::no : Brings::unknown;
}

Brings package_brings(PackageFamily family, std::string_view package, std::string_view program) {
    if (program.starts_with(module_prefix)) {
        if (family != PackageFamily::python) return Brings::unknown;
        return ModuleSearch(program.substr(module_prefix.size())).in(package);
    }
    if (family == PackageFamily::python) {
        auto const* const row =
            std::ranges::lower_bound(python_scripts_table, package, {}, &PythonScriptsRow::package);
        if (row == std::ranges::end(python_scripts_table) || row->package != package)
            return Brings::unknown;
        return has_item(row->programs, program) ? Brings::yes : Brings::no;
    }
    program = name_in_tables(program);
    std::pair const wanted{
        family == PackageFamily::alpine ? std::string_view("alpine") : std::string_view("debian"),
        package};
    auto const key = [](PackageProgramsRow const& row) {
        return std::pair(row.family, row.package);
    };
    auto const* const row = std::ranges::lower_bound(package_programs_table, wanted, {}, key);
    if (row == std::ranges::end(package_programs_table) || key(*row) != wanted)
        return Brings::unknown;
    if (is_library(program)) return library_brought(wanted, program);
    return has_item(row->programs, program) ? Brings::yes : Brings::no;
}

bool is_library(std::string_view program) {
    return program.starts_with("lib") && program.find(".so.") != program.npos;
}

std::span<PythonLibrary const> python_libraries() { return libraries; }

PythonExtension const* python_extension(std::string_view package) {
    auto const* const row =
        std::ranges::lower_bound(extensions, package, {}, &PythonExtension::package);
    return row == extensions.end() || row->package != package ? nullptr : row;
}

}  // namespace dockcheck::knowledge
