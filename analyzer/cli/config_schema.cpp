// Keys, what they are for, and the options of all rules as a schema.
#include "analyzer/cli/config_schema.hpp"

#include "rules/catalog/catalog.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <string>
#include <string_view>

#include "analyzer/report/json_writer.hpp"
#include "analyzer/report/report.hpp"
#include "analyzer/syntax/dockerfile/ast.hpp"

namespace dockcheck::cli {
namespace {

enum class KeyType : std::uint8_t {
    text,
    texts,
    names,  ///< of rules
    boolean,
    fail_on,
    severity,  ///< without off
    format,
    day,
    targets,
    paths,
    arguments,
    instructions,
    patterns,
};

struct KeyRow {
    std::string_view name;
    KeyType type;
    std::string_view what;
};

constexpr std::array top_rows{
    KeyRow{"extends", KeyType::paths, "Other configurations, read first; later ones win."},
    KeyRow{"exclude", KeyType::texts, "Files that are not checked, as .gitignore would name them."},
    KeyRow{"fail-on", KeyType::fail_on, "From which severity on the exit status is 1."},
    KeyRow{"min-severity", KeyType::severity, "Findings below are not shown."},
    KeyRow{"format", KeyType::format, "The format of the report."},
    KeyRow{"output", KeyType::texts,
           "More reports, as FORMAT:FILE; in your own configuration alone."},
    KeyRow{"baseline", KeyType::text, "The file with findings that are accepted for now."},
    KeyRow{"today", KeyType::day, "The day for support dates; by default that of the run."},
    KeyRow{"show-suppressed", KeyType::boolean, "List what comments silenced."},
    KeyRow{"no-inline-ignores", KeyType::boolean, "Obey no comments in the files."},
    KeyRow{"unsafe-fixes", KeyType::boolean, "Make unsafe fixes too."},
    KeyRow{"statistics", KeyType::boolean, "Count findings by rule."},
};
constexpr std::array settings_rows{
    KeyRow{"select", KeyType::names, "The rules that are on, instead of the default set."},
    KeyRow{"extend-select", KeyType::names, "Rules that are on too."},
    KeyRow{"ignore", KeyType::names, "Rules that are off."},
    KeyRow{"require-reason", KeyType::boolean, "Every ignore comment needs a reason."},
};
constexpr std::array override_rows{
    KeyRow{"files", KeyType::texts, "The files concerned, as .gitignore would name them."},
};
constexpr std::array build_rows{
    KeyRow{"targets", KeyType::targets,
           "The stages that are built, or \"all\"; by default the last."},
    KeyRow{"args", KeyType::arguments, "Values of ARG."},
    KeyRow{"context", KeyType::text, "The folder of the build context, in the repository."},
    KeyRow{"no-context", KeyType::boolean, "There is no build context."},
    KeyRow{"platform", KeyType::text, "os/arch that is built for."},
};
constexpr std::array image_rows{
    KeyRow{"dockerfile", KeyType::text, "The Dockerfile that makes the image."},
    KeyRow{"target", KeyType::text, "The stage that is the image; by default the one built."},
};
constexpr std::array custom_rows{
    KeyRow{"name", KeyType::text, "The rule's name, in kebab-case."},
    KeyRow{"severity", KeyType::severity, "How grave a finding is; by default warning."},
    KeyRow{"message", KeyType::text,
           "What is wrong: {0} is what is underlined, {1} the program, {2} the instruction."},
    KeyRow{"help", KeyType::text, "What to write instead."},
    KeyRow{"why", KeyType::text, "Why it matters, for dockcheck explain."},
};
constexpr std::array match_rows{
    KeyRow{"instruction", KeyType::instructions, "Keywords of instructions."},
    KeyRow{"command", KeyType::patterns, "Patterns (RE2) of programs that are run."},
    KeyRow{"argument", KeyType::patterns, "Patterns of arguments that are there."},
    KeyRow{"lacks", KeyType::patterns, "Patterns of arguments that are not there."},
};

/// Writes the schema from the outside in.
class SchemaWriter {
 public:
    std::string write() {
        json_.object([&] {
            json_.text("$schema", "http://json-schema.org/draft-07/schema#");
            json_.text("title", "dockcheck.toml");
            json_.text("description", "The configuration of dockcheck " DOCKCHECK_VERSION
                                      "; made by \"dockcheck help schema\".");
            json_.object("definitions", [&] { definitions(); });
            names_are_known();
            closed_object({}, [&] {
                rows(top_rows);
                rows(settings_rows);
                reference("rules");
                reference("build");
                json_.object("images", [&] { images_table(); });
                list_of_tables("overrides", "Other settings for some files.",
                               [&] { override_table(); });
                list_of_tables("custom", "Rules of your own.", [&] { custom_table(); });
            });
        });
        return pretty_json(json_.take());
    }

 private:
    using Required = std::initializer_list<std::string_view>;

    /// Members of an object that has these properties and no others.
    void closed_object(Required required, FunctionRef<void()> properties) {
        json_.text("type", "object");
        json_.flag("additionalProperties", false);
        json_.object("properties", properties);
        if (required.size() == 0) return;
        json_.array("required", [&] {
            for (auto const name : required) json_.text(name);
        });
    }

    /// Where no rule is made in the file or comes from another, a name is one that dockcheck has.
    void names_are_known() {
        json_.object("if", [&] {
            json_.object("not", [&] {
                json_.array("anyOf", [&] {
                    for (auto const key : {"custom", "extends"}) {
                        json_.object([&] { json_.array("required", [&] { json_.text(key); }); });
                    }
                });
            });
        });
        json_.object("then", [&] {
            json_.object("properties", [&] {
                known_names();
                json_.object("overrides", [&] {
                    json_.object("items",
                                 [&] { json_.object("properties", [&] { known_names(); }); });
                });
            });
        });
    }

    void known_names() {
        auto const known = [&] { json_.text("$ref", "#/definitions/known-name"); };
        for (auto const key : {"select", "extend-select", "ignore"}) {
            json_.object(key, [&] { json_.object("items", known); });
        }
        json_.object("rules", [&] { json_.object("propertyNames", known); });
    }

    void list_of_tables(std::string_view name, std::string_view what, FunctionRef<void()> table) {
        json_.object(name, [&] {
            json_.text("description", what);
            json_.text("type", "array");
            json_.object("items", table);
        });
    }

    void reference(std::string_view name) {
        json_.object(name, [&] { json_.text("$ref", "#/definitions/" + std::string(name)); });
    }

    void override_table() {
        closed_object({"files"}, [&] {
            rows(override_rows);
            rows(settings_rows);
            reference("rules");
            reference("build");
        });
    }

    /// A path, or a table, by the name of the image.
    void images_table() {
        json_.text("description", "The Dockerfiles that make the images which manifests name.");
        json_.text("type", "object");
        json_.object("additionalProperties", [&] {
            json_.array("anyOf", [&] {
                json_.object([&] { json_.text("type", "string"); });
                json_.object([&] { closed_object({"dockerfile"}, [&] { rows(image_rows); }); });
            });
        });
    }

    void custom_table() {
        closed_object({"name", "message", "match"}, [&] {
            rows(custom_rows);
            json_.object("match", [&] {
                json_.text("description", "What is looked for; all that is said must fit.");
                json_.number("minProperties", 1);
                closed_object({}, [&] { rows(match_rows); });
            });
        });
    }

    template <typename Rows>
    void rows(Rows const& table) {
        for (auto const& row : table) {
            json_.object(row.name, [&] {
                json_.text("description", row.what);
                type(row.type);
            });
        }
    }

    void choice(std::initializer_list<std::string_view> values) {
        json_.array("enum", [&] {
            for (auto const value : values) json_.text(value);
        });
    }
    void list(FunctionRef<void()> items) {
        json_.text("type", "array");
        json_.object("items", items);
    }
    void text_or_list(FunctionRef<void()> item) {
        json_.array("anyOf", [&] {
            json_.object(item);
            json_.object([&] { list(item); });
        });
    }

    void type(KeyType type) {
        auto const text = [&] { json_.text("type", "string"); };
        switch (type) {
            case KeyType::text:
                return text();
            case KeyType::texts:
                return list(text);
            case KeyType::names:
                return list([&] { json_.text("$ref", "#/definitions/name"); });
            case KeyType::boolean:
                return json_.text("type", "boolean");
            case KeyType::fail_on:
                return choice({"error", "warning", "info", "style", "never"});
            case KeyType::severity:
                return choice({"error", "warning", "info", "style"});
            case KeyType::format:
                return json_.array("enum", [&] {
                    for (auto const name : format_names()) json_.text(name);
                });
            case KeyType::day:
                text();
                return json_.text("pattern", "^[0-9]{4}-[0-9]{2}-[0-9]{2}$");
            case KeyType::arguments:
                json_.text("type", "object");
                return json_.object("additionalProperties", text);
            case KeyType::instructions:
                return text_or_list([&] { json_.text("$ref", "#/definitions/instruction"); });
            case KeyType::targets:
            case KeyType::paths:
            case KeyType::patterns:
                break;
        }
        text_or_list(text);
    }

    void definitions() {
        json_.object("known-name", [&] { json_.array("enum", [&] { names(); }); });
        json_.object("name", [&] {
            // Editors offer the names; the user's own rules are right too.
            json_.array("anyOf", [&] {
                json_.object([&] { json_.text("$ref", "#/definitions/known-name"); });
                json_.object([&] { json_.text("type", "string"); });
            });
        });
        json_.object("instruction", [&] { instructions(); });
        json_.object("severity", [&] {
            json_.text("description", "How grave a finding is; off: the rule is off.");
            choice({"error", "warning", "info", "style", "off"});
        });
        json_.object("build", [&] {
            json_.text("description", "What is given with the build.");
            closed_object({}, [&] { rows(build_rows); });
        });
        json_.object("rules", [&] { all_rules(); });
    }

    void names() {
        std::set<std::string_view> all{"all", "default", "preview"};
        for (auto const& rule : rules::catalog()) {
            all.insert(rule.name);
            all.insert(rule.category);
            for (auto const& alias : rule.aliases) {
                all.insert(alias.id);
                all.insert(alias.id.substr(alias.id.find(':') + 1));
            }
        }
        for (auto const name : all) json_.text(name);
    }

    void instructions() {
        json_.text("type", "string");
        std::string pattern;
        for (auto i = 1; i <= static_cast<int>(ast::Keyword::workdir); ++i) {
            pattern += pattern.empty() ? "" : "|";
            for (char const c : ast::to_string(static_cast<ast::Keyword>(i))) {
                pattern += {'[', c, static_cast<char>(c - 'A' + 'a'), ']'};
            }
        }
        json_.text("pattern", "^(" + pattern + ")$");
    }

    void all_rules() {
        json_.text("description",
                   "Severities and options, by the rule's name or another tool's id.");
        json_.text("type", "object");
        json_.object("additionalProperties", [&] {
            json_.text("type", "object");
            json_.object("properties", [&] { reference("severity"); });
        });
        json_.object("properties", [&] {
            for (auto const& rule : rules::catalog()) {
                json_.object(rule.name, [&] { rule_table(rule); });
            }
        });
    }

    void rule_table(Rule const& rule) {
        json_.text("description", rule.summary);
        closed_object({}, [&] {
            reference("severity");
            for (auto const& option : rule.options) {
                json_.object(option.name, [&] { option_value(option); });
            }
        });
    }

    void option_value(OptionInfo const& option) {
        json_.text("description", option.why);
        if (option.type == "strings") {
            list([&] {
                json_.text("type", "string");
                values_of(option);
            });
        } else {
            json_.text("type", option.type);
            values_of(option);
        }
        json_.value("default", option.fallback);
    }

    void values_of(OptionInfo const& option) {
        if (option.values.empty()) return;
        std::vector<std::string_view> values;
        for (auto rest = option.values; !rest.empty();) {
            auto const value = rest.substr(0, rest.find(' '));
            rest.remove_prefix(std::min(value.size() + 1, rest.size()));
            values.push_back(value);
        }
        if (!values.front().starts_with('=')) {
            return json_.array("enum", [&] {
                for (auto const value : values) json_.text(value);
            });
        }
        std::string pattern;
        for (auto const value : values) {
            pattern += (pattern.empty() ? "^.+=(" : "|") + std::string(value.substr(1));
        }
        json_.text("pattern", pattern + ")$");
    }

    JsonWriter json_;
};

}  // namespace

std::string config_schema() { return SchemaWriter().write(); }

}  // namespace dockcheck::cli
