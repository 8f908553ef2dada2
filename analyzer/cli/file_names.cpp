// Names of Dockerfiles and of what only looks like them.
#include "analyzer/cli/file_names.hpp"

#include <algorithm>
#include <array>
#include <span>
#include <string>

#include "analyzer/text/utf8.hpp"
#include "analyzer/text/without_case.hpp"

namespace dockcheck::cli {
namespace {

constexpr std::array<std::string_view, 2> stems{"dockerfile", "containerfile"};

constexpr std::array<std::string_view, 20> template_endings{
    ".blade.php", ".ejs", ".erb",      ".gotmpl", ".gotpl",  ".handlebars", ".hbs",
    ".in",        ".j2",  ".jinja",    ".jinja2", ".liquid", ".m4",         ".mako",
    ".mustache",  ".njk", ".template", ".tmpl",   ".tpl",    ".tt"};

constexpr std::array<std::string_view, 8> backup_endings{".bak",  ".old", ".orig", ".rej",
                                                         ".save", ".swo", ".swp",  "~"};

// Names such as dockerfile.go are rather a program about Dockerfiles than one of them.
constexpr std::array<std::string_view, 38> source_endings{
    ".c",   ".cc",   ".cpp", ".cs",   ".css",  ".diff", ".ex",   ".go",  ".gz", ".h",
    ".hpp", ".hs",   ".htm", ".html", ".java", ".js",   ".json", ".jsx", ".kt", ".log",
    ".lua", ".php",  ".pl",  ".png",  ".ps1",  ".py",   ".rb",   ".rs",  ".sh", ".snap",
    ".svg", ".toml", ".ts",  ".tsx",  ".vim",  ".xml",  ".yaml", ".yml"};

constexpr std::array<std::string_view, 5> skipped_folders{".git", ".hg", ".svn", "node_modules",
                                                          "vendor"};

bool ends_with_any(std::string_view name, std::span<std::string_view const> endings) {
    return std::ranges::any_of(endings, [&](std::string_view each) {
        return name.ends_with(each.back()) && name.ends_with(each);
    });
}

bool is_named_like_one(std::string_view name) {
    return std::ranges::any_of(stems, [&](std::string_view stem) {
        if (name == stem) return true;
        if (name.size() < stem.size() + 2) return false;
        if (name.ends_with(stem)) return name[name.size() - stem.size() - 1] == '.';
        return name.starts_with(stem)
               && std::string_view("._-").find(name[stem.size()]) != std::string_view::npos;
    });
}

bool starts_with_word(std::string_view line, std::string_view word) {
    if (line.size() <= word.size()) return false;
    auto const next = line[word.size()];
    return lower_case(line.substr(0, word.size())) == word && (next == ' ' || next == '\t');
}

}  // namespace

NameKind name_kind(std::string_view written) {
    if (written == "Dockerfile") return NameKind::dockerfile;  // most of what is looked at
    auto const name = lower_case(written);
    if (name.ends_with(".dockerignore") || name.ends_with(".containerignore")) {
        return NameKind::ignore_file;
    }
    if (name.ends_with(".md")) return NameKind::document;
    if (ends_with_any(name, template_endings)) return NameKind::template_file;
    if (ends_with_any(name, backup_endings) || !is_named_like_one(name)) return NameKind::other;
    // dockerfile-tools may be a program as well.
    bool const is_joined = std::ranges::any_of(stems, [&](std::string_view stem) {
        return name.starts_with(stem) && name.size() > stem.size() && name[stem.size()] != '.';
    });
    return is_joined || ends_with_any(name, source_endings) ? NameKind::doubtful
                                                            : NameKind::dockerfile;
}

bool begins_like_a_dockerfile(std::string_view text) {
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
    while (!text.empty()) {
        auto const end = std::min(text.find('\n'), text.size());
        auto const line = trim_unicode_space(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
        if (line.empty() || line.starts_with('#')) continue;
        return starts_with_word(line, "from") || starts_with_word(line, "arg");
    }
    return false;
}

bool is_skipped_folder(std::string_view name) {
    return std::ranges::find(skipped_folders, name) != skipped_folders.end();
}

}  // namespace dockcheck::cli
