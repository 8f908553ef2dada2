// Libraries that read environment variables for a Python program: django-environ, environs,
// python-decouple, Starlette's and pydantic's settings (not for use outside of this folder).
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/context/python_environment.hpp"
#include "analyzer/context/python_tokens.hpp"

namespace dockcheck::context::python {

/// A class whose fields are read from the environment when it is made.
struct SettingsClass {
    struct Field {
        std::string variable;  ///< in capitals, as people write them; the case does not matter
        Span span;             ///< of the field's name
    };
    std::vector<Field> required;
    std::vector<std::string> files;  ///< that may have values, too: `.env`
};

/// What a call to load_dotenv() and its kin reads.
struct LoadedFile {
    bool is_known = false;
    std::string_view name = ".env";
};

class Settings {
 public:
    explicit Settings(Tokens const& source) : source_(source) {}

    void learn_import(Range statement);
    /// `env = environ.Env(DEBUG=(bool, False))`, and what gives such a name again.
    void learn_reader(Range statement);

    /// The read that begins at a token: kind `demand` when it raises without the variable.
    [[nodiscard]] std::optional<Access> access_at(std::uint32_t token);
    /// The class that a line begins, if it is one of settings whose fields are all understood.
    [[nodiscard]] std::optional<SettingsClass> settings_class(std::uint32_t line) const;
    /// Files that the readers look into by themselves.
    [[nodiscard]] std::set<std::string_view> const& files() const { return files_; }

 private:
    enum class Library : std::uint8_t { django_environ, environs, decouple, starlette };
    struct Reader {
        Library library = Library::django_environ;
        std::set<std::string_view> defaults{};
    };

    [[nodiscard]] bool takes(Library library, Range arguments, Reader& reader);
    [[nodiscard]] bool has_fallback(std::uint32_t name, Library library);
    void add_reader(std::string_view name, Reader reader);
    void read_field(Range line, SettingsClass& into) const;
    [[nodiscard]] bool is_scalar(Token const& type) const;
    [[nodiscard]] Token const& at(std::uint32_t token) const { return source_.tokens[token]; }

    Tokens const& source_;
    std::set<std::string_view> environ_modules_{};
    std::map<std::string_view, Library> classes_{};
    std::map<std::string_view, Reader> readers_{};
    std::set<std::string_view> doubtful_{};
    std::set<std::string_view> settings_bases_{};
    std::set<std::string_view> files_{};
    bool has_prefix_ = false;
    bool has_endless_call_ = false;
};

/// What the call whose `(` stands at a token reads.
LoadedFile loaded_file(Tokens const& source, std::uint32_t open);

}  // namespace dockcheck::context::python
