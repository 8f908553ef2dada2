// pyproject.toml, Pipfile, poetry.lock, uv.lock and Cargo.toml: the only file of the context that
// sees toml++.
#include <algorithm>
#include <toml++/toml.h>
#include <utility>
#include <vector>

#include "analyzer/context/manifests/readers.hpp"
#include "analyzer/context/requirements.hpp"

namespace dockcheck::context {
namespace {

/// From the lines and characters of toml++ to bytes.
class Positions {
 public:
    explicit Positions(std::string_view text) : text_(text) {
        starts_.push_back(text.starts_with("\xEF\xBB\xBF") ? 3 : 0);
        for (std::size_t i = 0; i < text.size(); ++i) {
            if (text[i] == '\n') starts_.push_back(i + 1);
        }
    }

    [[nodiscard]] Span span(toml::source_region const& region) const {
        auto const begin = offset(region.begin);
        return {begin, std::max(begin, offset(region.end))};
    }

 private:
    [[nodiscard]] std::uint32_t offset(toml::source_position const& position) const {
        if (position.line == 0 || position.line > starts_.size()) return 0;
        auto at = starts_[position.line - 1];
        for (auto left = position.column; left > 1 && at < text_.size(); --left) {
            ++at;
            while (at < text_.size() && (static_cast<unsigned char>(text_[at]) & 0xC0U) == 0x80U)
                ++at;
        }
        return static_cast<std::uint32_t>(std::min(at, text_.size()));
    }

    std::string_view text_;
    std::vector<std::size_t> starts_;
};

/// `Flask[async]>=2.0 ; python_version < "3.9"`: the name and what stands behind it.
std::pair<std::string_view, std::string_view> split_requirement(std::string_view text) {
    constexpr std::string_view name_characters =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.";
    text = trim_blanks(text);
    auto const end = std::min(text.find_first_not_of(name_characters), text.size());
    auto rest = trim_blanks(text.substr(end));
    if (rest.starts_with('[')) rest = rest.substr(std::min(rest.find(']'), rest.size() - 1) + 1);
    return {text.substr(0, end), trim_blanks(rest.substr(0, rest.find(';')))};
}

class TomlReader {
 public:
    explicit TomlReader(std::string_view text) : positions_(text) {}

    /// [project], [dependency-groups] and the tables of uv and poetry.
    Manifest read_pyproject(toml::table const& document) {
        auto const* project = document["project"].as_table();
        if (project != nullptr) {
            manifest_.language_version = text_of((*project)["requires-python"]);
            add_list((*project)["dependencies"], false);
            add_lists((*project)["optional-dependencies"]);
            add_dynamic((*project)["dynamic"]);
            add_scripts((*project)["scripts"]);
        }
        add_lists(document["dependency-groups"]);
        auto const tool = document["tool"];
        add_list(tool["uv"]["dev-dependencies"], true);
        auto const poetry = tool["poetry"];
        add_table(poetry["dependencies"], false);
        add_table(poetry["dev-dependencies"], true);
        add_scripts(poetry["scripts"]);
        auto const is_package = tool["uv"]["package"].value<bool>();
        manifest_.is_package = is_package.value_or(document["build-system"].is_table());
        if (auto const* groups = poetry["group"].as_table()) {
            for (auto const& [name, group] : *groups) {
                manifest_.groups.emplace_back(name.str());
                if (auto const* table = group.as_table()) add_table((*table)["dependencies"], true);
            }
        }
        add_project_package(document);
        return std::move(manifest_);
    }

    Manifest read_pipfile(toml::table const& document) {
        add_table(document["packages"], false);
        add_table(document["dev-packages"], true);
        auto const requires_table = document["requires"];
        manifest_.language_version = text_of(requires_table["python_full_version"]);
        if (!manifest_.language_version)
            manifest_.language_version = text_of(requires_table["python_version"]);
        return std::move(manifest_);
    }

    /// [package], [workspace] and the dependencies that lie in folders.
    Manifest read_cargo(toml::table const& document) {
        auto const package = document["package"];
        manifest_.is_package = package.is_table();
        if (auto const name = text_of(package["name"])) manifest_.package_name = name->text;
        manifest_.language_version = text_of(package["rust-version"]);
        manifest_.tool_version = text_of(package["edition"]);
        if (auto const* members = document["workspace"]["members"].as_array()) {
            for (auto const& member : *members) {
                auto const* text = member.as_string();
                if (text != nullptr) manifest_.workspaces.push_back(text->get());
            }
        }
        add_local_packages(document);
        if (auto const* targets = document["target"].as_table()) {
            for (auto const& [key, target] : *targets) {
                if (auto const* table = target.as_table()) add_local_packages(*table);
            }
        }
        if (auto const* patches = document["patch"].as_table()) {
            for (auto const& [key, packages] : *patches) add_local(View(packages));
        }
        // Targets that are listed lie where the list says.
        for (auto const* const name : {"lib", "bin", "example", "test", "bench"}) {
            if (document[name]) manifest_.is_complete = false;
        }
        return std::move(manifest_);
    }

    /// [[package]] with name and version, in poetry.lock and uv.lock.
    Manifest read_lock(toml::table const& document) {
        manifest_.language_version = text_of(document["requires-python"]);
        if (!manifest_.language_version)
            manifest_.language_version = text_of(document["metadata"]["python-versions"]);
        if (auto const* packages = document["package"].as_array()) {
            for (auto const& package : *packages) {
                if (auto const* table = package.as_table()) add_locked(*table);
            }
        }
        return std::move(manifest_);
    }

 private:
    using View = toml::node_view<toml::node const>;

    /// Those of a package or of one of its targets.
    void add_local_packages(toml::table const& table) {
        for (auto const* const name : {"dependencies", "build-dependencies", "dev-dependencies"})
            add_local(table[name]);
    }

    void add_local(View packages) {
        auto const* table = packages.as_table();
        if (table == nullptr) return;
        for (auto const& [key, value] : *table) {
            auto const path = text_of(View(value)["path"]);
            if (!path) continue;
            manifest_.local_packages.push_back(
                {std::string(key.str()), path->text, path->span, false});
        }
    }

    [[nodiscard]] std::optional<ManifestText> text_of(View view) const {
        auto const* text = view.as_string();
        if (text == nullptr) return std::nullopt;
        return ManifestText{text->get(), positions_.span(text->source())};
    }

    /// As poetry-core looks for it: a build script may make what is not there.
    void add_project_package(toml::table const& document) {
        auto const poetry = document["tool"]["poetry"];
        auto const project = document["project"];
        if (poetry["build"] || !poetry["package-mode"].value_or(true)) return;
        auto const main = project.is_table() ? View(project) : View(poetry);
        auto const name = main["name"].value<std::string>();
        if (!name || name->empty()) return;
        ProjectPackage package;
        package.module = normalised_package_name(*name);
        std::ranges::replace(package.module, '-', '_');
        if (!add_packages(package, View(poetry["packages"]))) return;
        add_readmes(package, main["readme"]);
        manifest_.project_package = std::move(package);
    }

    /// `packages = [{ include = "shop", from = "lib" }]`; false where it is of another form.
    static bool add_packages(ProjectPackage& package, View view) {
        if (!view) return true;
        auto const* list = view.as_array();
        if (list == nullptr) return false;
        for (auto const& item : *list) {
            auto const include = View(item)["include"].value<std::string>();
            if (!include) return false;
            auto const from = View(item)["from"].value<std::string>();
            package.packages.push_back(from ? *from + "/" + *include : *include);
        }
        return true;
    }

    /// A name, several, or `{ file = "README.md", content-type = "text/markdown" }`.
    static void add_readmes(ProjectPackage& package, View view) {
        if (auto const* list = view.as_array()) {
            for (auto const& item : *list) add_readmes(package, View(item));
            return;
        }
        auto const file = view.as_table() != nullptr ? view["file"].value<std::string>()
                                                     : view.value<std::string>();
        if (file && !file->empty()) package.readmes.push_back(*file);
    }

    void add_scripts(View view) {
        auto const* table = view.as_table();
        if (table == nullptr) return;
        for (auto const& [name, target] : *table) {
            auto const* text = target.as_string();
            if (text == nullptr) continue;
            manifest_.scripts.push_back(
                {std::string(name.str()), text->get(), positions_.span(text->source())});
        }
    }

    void add_list(View view, bool is_development) {
        auto const* list = view.as_array();
        if (list == nullptr) return;
        for (auto const& item : *list) {
            auto const* text = item.as_string();
            if (text == nullptr) {
                manifest_.is_complete = false;  // a group in a group
                continue;
            }
            auto const [name, version] = split_requirement(text->get());
            manifest_.dependencies.push_back({std::string(name), std::string(version),
                                              positions_.span(text->source()), is_development});
        }
    }

    /// Groups of dependencies: none of them comes without being asked for.
    void add_lists(View view) {
        auto const* table = view.as_table();
        if (table == nullptr) return;
        for (auto const& [name, list] : *table) {
            manifest_.groups.emplace_back(name.str());
            add_list(View(list), true);
        }
    }

    /// What the build works out is not in the file.
    void add_dynamic(View view) {
        auto const* list = view.as_array();
        if (list == nullptr) return;
        for (auto const& item : *list) {
            if (item.value_or(std::string_view()) == "dependencies") manifest_.is_complete = false;
        }
    }

    /// Poetry's and Pipenv's way: name = "^1.0" or name = { version = "^1.0", ... }.
    void add_table(View view, bool is_development) {
        auto const* table = view.as_table();
        if (table == nullptr) return;
        for (auto const& [key, value] : *table) {
            auto const inner = value.as_table() != nullptr ? View(value)["version"] : View(value);
            auto version = text_of(inner);
            if (key.str() == "python" && version) {
                manifest_.language_version = std::move(version);
                continue;
            }
            // An optional one comes by an extra that somebody asks for.
            bool const is_optional =
                value.as_table() != nullptr && View(value)["optional"].value_or(false);
            manifest_.dependencies.push_back(
                {std::string(key.str()), version ? version->text : std::string(),
                 positions_.span(key.source()), is_development || is_optional});
        }
    }

    void add_locked(toml::table const& package) {
        auto const name = text_of(package["name"]);
        auto const version = text_of(package["version"]);
        if (!name) return;
        bool const is_development = package["category"].value_or(std::string_view()) == "dev";
        manifest_.dependencies.push_back(
            {name->text, version ? version->text : std::string(), name->span, is_development});
    }

    Positions positions_;
    Manifest manifest_;
};

using TomlMember = Manifest (TomlReader::*)(toml::table const&);

std::optional<Manifest> read_with(std::string_view text, TomlMember member) {
    try {
        auto const document = toml::parse(text);
        return (TomlReader(text).*member)(document);
    } catch (toml::parse_error const&) {
        return std::nullopt;
    }
}

}  // namespace

std::optional<Manifest> read_pyproject(std::string_view text) {
    return read_with(text, &TomlReader::read_pyproject);
}

std::optional<Manifest> read_pipfile(std::string_view text) {
    return read_with(text, &TomlReader::read_pipfile);
}

std::optional<Manifest> read_cargo_toml(std::string_view text) {
    return read_with(text, &TomlReader::read_cargo);
}

std::optional<Manifest> read_toml_lock(std::string_view text) {
    return read_with(text, &TomlReader::read_lock);
}

}  // namespace dockcheck::context
