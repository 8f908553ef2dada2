// Recognition of settings libraries by their imports (documentation of django-environ 0.11,
// environs 11, python-decouple 3.8, Starlette 0.37 and pydantic-settings 2.2).
#include "analyzer/context/python_settings.hpp"

#include <algorithm>
#include <array>

namespace dockcheck::context::python {
namespace {

template <typename Words>
bool is_word_of(Token const& token, Words const& words) {
    return token.is_name() && std::ranges::find(words, token.text) != words.end();
}

/// Tokens of one call that are looked at.
constexpr std::uint32_t longest_call = 2000;

/// The token that closes the bracket at `open`, or the last one that is looked at.
std::uint32_t closing(Tokens const& source, std::uint32_t open) {
    int depth = 0;
    auto const end = static_cast<std::uint32_t>(source.tokens.size() - tokens_behind);
    auto const last = std::min(end, open + longest_call);
    for (auto token = open; token < last; ++token) {
        auto const& text = source.tokens[token];
        if (text.is("(") || text.is("[") || text.is("{")) ++depth;
        if (text.is(")") || text.is("]") || text.is("}")) --depth;
        if (depth == 0) return token;
    }
    return last;
}

std::string in_capitals(std::string_view text) {
    std::string result(text);
    for (auto& c : result) {
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    }
    return result;
}

/// What stands in the body of a class of settings, beside its fields.
struct ClassSettings {
    std::string_view prefix;
    std::vector<std::string_view> files;
    bool is_understood = true;
};

/// `NAME = "text"`, `NAME = None` or a tuple of texts at a token of a line.
void read_setting(Tokens const& source, std::uint32_t token, std::uint32_t line_end,
                  ClassSettings& into) {
    constexpr std::array<std::string_view, 7> foreign{"secrets_dir",     "env_nested_delimiter",
                                                      "alias_generator", "fields",
                                                      "yaml_file",       "toml_file",
                                                      "json_file"};
    auto const& name = source.tokens[token];
    if (!source.tokens[token + 1].is("=") || !into.is_understood) return;
    auto const& value = source.tokens[token + 2];
    if (is_word_of(name, foreign)) into.is_understood = false;
    if (name.is("env_prefix")) {
        into.prefix = value.text;
        into.is_understood &= value.is_plain;
    }
    if (!name.is("env_file") || value.is("None")) return;
    auto const end = value.is("(") ? closing(source, token + 2) : token + 3;
    for (auto part = token + 2; part < end; ++part) {
        auto const& text = source.tokens[part];
        if (text.is_plain) into.files.push_back(text.text);
        if (!text.is_plain && !text.is("(") && !text.is(",")) into.is_understood = false;
    }
    auto const& behind = source.tokens[end];
    into.is_understood &= value.is("(") || end == line_end || behind.is(",") || behind.is(")");
}

}  // namespace

void Settings::learn_import(Range statement) {
    bool const is_from = at(statement.begin).is("from");
    auto const& module = at(statement.begin + 1);
    auto token = statement.begin + 1;
    if (is_from) {
        while (token < statement.end && !at(token).is("import")) ++token;
        ++token;
    }
    bool const is_starlette =
        is_from && module.is("starlette") && at(statement.begin + 3).is("config");
    for (; token < statement.end; ++token) {
        auto const& item = at(token);
        auto const& before = at(token - 1);
        if (!item.is_name() || !(before.is(",") || before.is("(") || before.is("import"))) continue;
        auto const name = at(token + 1).is("as") ? at(token + 2).text : item.text;
        if (!is_from) {
            if (item.is("environ")) environ_modules_.insert(name);
            continue;
        }
        if (module.is("environ") && item.is("Env")) classes_[name] = Library::django_environ;
        if (module.is("environs") && item.is("Env")) classes_[name] = Library::environs;
        if (module.is("environs") && item.is("env")) add_reader(name, {Library::environs, {}});
        if (module.is("decouple") && item.is("config")) {
            add_reader(name, {Library::decouple, {}});
            files_.insert({".env", "settings.ini"});
        }
        if (is_starlette && item.is("Config")) classes_[name] = Library::starlette;
        if ((module.is("pydantic") || module.is("pydantic_settings")) && item.is("BaseSettings"))
            settings_bases_.insert(name);
    }
}

/// Of two readers of one name nobody knows here which one is asked.
void Settings::add_reader(std::string_view name, Reader reader) {
    if (!readers_.emplace(name, std::move(reader)).second) doubtful_.insert(name);
}

/// Whether the arguments of a reader leave the names of variables as they are asked for.
bool Settings::takes(Library library, Range arguments, Reader& reader) {
    if (library == Library::environs) return arguments.begin == arguments.end;
    if (library == Library::starlette) {
        if (arguments.begin == arguments.end) return true;
        auto const& file = at(arguments.begin);
        if (!file.is_plain || arguments.end != arguments.begin + 1) return false;
        files_.insert(file.text);
        return true;
    }
    int depth = 0;
    for (auto token = arguments.begin; token < arguments.end; ++token) {
        auto const& text = at(token);
        if (depth == 0 && text.is("*")) return false;
        if (text.is("(") || text.is("[") || text.is("{")) ++depth;
        if (text.is(")") || text.is("]") || text.is("}")) --depth;
        bool const is_keyword = depth == 0 && text.is_name() && at(token + 1).is("=");
        if (is_keyword) reader.defaults.insert(text.text);
    }
    return true;
}

void Settings::learn_reader(Range statement) {
    auto const& name = at(statement.begin);
    if (!name.is_name()) return;
    for (auto token = statement.begin; token + 1 < statement.end; ++token) {
        if (at(token).is(".") && (at(token + 1).is("prefix") || at(token + 1).is("prefixed")))
            has_prefix_ = true;
    }
    if (!at(statement.begin + 1).is("=")) return;
    auto token = statement.begin + 2;
    std::optional<Library> library;
    if (environ_modules_.contains(at(token).text) && at(token + 1).is(".")
        && at(token + 2).is("Env")) {
        library = Library::django_environ;
        token += 2;
    } else if (auto const known = classes_.find(at(token).text); known != classes_.end()) {
        library = known->second;
    }
    if (!library || !at(token + 1).is("(")) {
        if (readers_.contains(name.text)) doubtful_.insert(name.text);
        return;
    }
    auto const close = closing(source_, token + 1);
    Reader reader{*library, {}};
    if (close + 1 == statement.end && takes(*library, {token + 2, close}, reader))
        add_reader(name.text, std::move(reader));
}

/// Anything behind the name but a cast.
bool Settings::has_fallback(std::uint32_t name, Library library) {
    auto token = name + 1;
    if (!at(token).is(",")) return !at(token).is(")");
    if (at(token + 1).is(")")) return false;
    bool const may_cast = library == Library::decouple || library == Library::starlette;
    if (!may_cast || !at(token + 1).is("cast") || !at(token + 2).is("=")) return true;
    if (has_endless_call_) return true;
    int depth = 0;
    auto const last = token + longest_call;
    for (token += 3; token < last && at(token).kind != Token::Kind::end; ++token) {
        auto const& text = at(token);
        if (depth == 0 && text.is(")")) return false;
        if (depth == 0 && text.is(",") && !at(token + 1).is(")")) return true;
        if (text.is("(") || text.is("[") || text.is("{")) ++depth;
        if (text.is(")") || text.is("]") || text.is("}")) --depth;
    }
    // Calls in it would be read again and again.
    has_endless_call_ = true;
    return true;
}

std::optional<Access> Settings::access_at(std::uint32_t token) {
    auto const& word = at(token);
    if (readers_.empty() || !word.is_name() || (token > 0 && at(token - 1).is(".")))
        return std::nullopt;
    auto const known = readers_.find(word.text);
    if (known == readers_.end() || has_prefix_ || doubtful_.contains(word.text))
        return std::nullopt;
    auto const& reader = known->second;
    auto open = token + 1;
    if (at(open).is(".")) {
        static constexpr std::array<std::string_view, 13> readings{
            "str",  "bool", "int",     "float", "json", "list", "tuple",
            "dict", "url",  "decimal", "bytes", "db",   "cache"};
        bool const has_methods =
            reader.library == Library::django_environ || reader.library == Library::environs;
        if (!has_methods || !is_word_of(at(open + 1), readings)) return std::nullopt;
        open += 2;
    }
    if (!at(open).is("(") || !at(open + 1).is_plain) return std::nullopt;
    bool const is_given =
        has_fallback(open + 1, reader.library) || reader.defaults.contains(at(open + 1).text);
    auto const kind = is_given ? Access::Kind::get_default : Access::Kind::demand;
    return Access{kind, open + 1, open + 2, nullptr};
}

/// Types that one variable holds, and that nothing else can give.
bool Settings::is_scalar(Token const& type) const {
    static constexpr std::array<std::string_view, 16> types{
        "str",      "int",     "float",      "bool",    "SecretStr", "bytes",
        "AnyUrl",   "HttpUrl", "AnyHttpUrl", "Path",    "EmailStr",  "PostgresDsn",
        "RedisDsn", "AmqpDsn", "MongoDsn",   "MySQLDsn"};
    return is_word_of(type, types);
}

/// `name: type`, with nothing behind it that gives a value.
void Settings::read_field(Range line, SettingsClass& into) const {
    static constexpr std::array<std::string_view, 5> naming{"alias", "validation_alias", "env",
                                                            "default", "default_factory"};
    auto const& name = at(line.begin);
    auto const type = line.begin + 2;
    if (!name.is_name() || !at(line.begin + 1).is(":") || !is_scalar(at(type))
        || name.text.starts_with('_')) {
        return;
    }
    auto const value = type + 2;
    auto const is_ellipsis = [&](std::uint32_t token) {
        return at(token).is(".") && at(token + 1).is(".") && at(token + 2).is(".");
    };
    bool const is_bare = type + 1 == line.end;
    bool const is_open = at(type + 1).is("=") && is_ellipsis(value) && value + 3 == line.end;
    bool is_field = at(type + 1).is("=") && at(value).is("Field") && at(value + 1).is("(")
                    && is_ellipsis(value + 2);
    for (auto token = value; is_field && token < line.end; ++token)
        is_field = !is_word_of(at(token), naming) || !at(token + 1).is("=");
    if (is_bare || is_open || is_field)
        into.required.push_back({in_capitals(name.text), name.span});
}

std::optional<SettingsClass> Settings::settings_class(std::uint32_t line) const {
    auto const& header = source_.lines[line];
    bool const is_settings = header.end - header.begin == 6 && at(header.begin).is("class")
                             && at(header.begin + 2).is("(") && at(header.begin + 4).is(")")
                             && settings_bases_.contains(at(header.begin + 3).text);
    if (!is_settings || (line > 0 && at(source_.lines[line - 1].begin).is("@")))
        return std::nullopt;
    static constexpr std::array<std::string_view, 6> plain_decorators{
        "property",        "computed_field", "cached_property",
        "field_validator", "lru_cache",      "staticmethod"};
    static constexpr std::array<std::string_view, 3> own_ways{"settings_customise_sources",
                                                              "customise_sources", "__init__"};
    SettingsClass found;
    ClassSettings settings;
    auto const end = block_end(source_, line);
    auto const first_level = line + 1 < end ? source_.lines[line + 1].indent : 0;
    for (auto inner = line + 1; inner < end; ++inner) {
        auto const& tokens = source_.lines[inner];
        auto const& first = at(tokens.begin);
        if (first.is("@") && !is_word_of(at(tokens.begin + 1), plain_decorators))
            return std::nullopt;
        if (first.is("def") && is_word_of(at(tokens.begin + 1), own_ways)) return std::nullopt;
        if (tokens.indent == first_level) read_field({tokens.begin, tokens.end}, found);
        bool const is_config = first.is("model_config") || tokens.indent > first_level;
        if (!is_config || first.is("return")) continue;
        for (auto token = tokens.begin; token < tokens.end; ++token) {
            if (first.is("model_config") && at(token).is("{")) return std::nullopt;
            read_setting(source_, token, tokens.end, settings);
        }
    }
    if (!settings.is_understood) return std::nullopt;
    for (auto& field : found.required) field.variable.insert(0, in_capitals(settings.prefix));
    for (auto const file : settings.files) found.files.emplace_back(file);
    return found;
}

LoadedFile loaded_file(Tokens const& source, std::uint32_t open) {
    static constexpr std::array<std::string_view, 15> harmless{
        "os",       "path",    "join",     "Path",    "__file__", "resolve", "parent", "str",
        "override", "verbose", "BASE_DIR", "dirname", "abspath",  "True",    "False"};
    static constexpr std::array<std::string_view, 5> more{"find_dotenv", "dotenv_path", "overwrite",
                                                          "ROOT_DIR", "parents"};
    auto const close = closing(source, open);
    LoadedFile found{source.tokens[close].is(")"), ".env"};
    int strings = 0;
    for (auto token = open + 1; token < close; ++token) {
        auto const& text = source.tokens[token];
        if (text.kind == Token::Kind::string) {
            ++strings;
            found.name = text.text;
            found.is_known &= text.is_plain && text.text.find('/') == text.text.npos;
        } else if (text.is_name()) {
            bool const is_plain_path = text.is("path") && !source.tokens[token - 1].is(".");
            found.is_known &=
                !is_plain_path && (is_word_of(text, harmless) || is_word_of(text, more));
        }
    }
    found.is_known &= strings < 2 && !found.name.empty();
    return found;
}

}  // namespace dockcheck::context::python
