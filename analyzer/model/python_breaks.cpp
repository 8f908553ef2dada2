// Names that releases have taken out, by the projects' lists of changes.
#include "analyzer/model/python_breaks.hpp"

#include <algorithm>
#include <cstdint>

#include "analyzer/model/base_image.hpp"
#include "analyzer/model/extra_packages.hpp"
#include "analyzer/model/language.hpp"
#include "analyzer/model/python_packages.hpp"
#include "analyzer/model/python_program.hpp"
#include "analyzer/model/version_range.hpp"
#include "analyzer/model/word_list.hpp"

namespace dockcheck::model {
namespace {

struct Removal {
    std::string_view package;  ///< normalised; empty: Python itself
    std::uint32_t major;
    std::uint32_t minor;
    std::string_view owner;
    std::string_view module;
    WordList names;
    std::string_view instead;
};

/// From the lists of changes of Python, pydantic, Flask, Django, Jinja, Werkzeug and ItsDangerous,
/// and tried with the releases of November 2026.
constexpr Removal removals[] = {
    {"", 3, 10, "Python 3.10", "collections",
     " Callable Container Hashable ItemsView Iterable Iterator KeysView Mapping MappingView "
     "MutableMapping MutableSequence MutableSet Sequence Set Sized ValuesView ",
     "import it from collections.abc"},
    {"", 3, 11, "Python 3.11", "asyncio", " coroutine ", "write async def"},
    {"", 3, 11, "Python 3.11", "inspect", " getargspec ", "import getfullargspec"},
    {"pydantic", 2, 0, "pydantic 2", "pydantic", " BaseSettings ",
     "install pydantic-settings, and import it from pydantic_settings"},
    {"flask", 3, 0, "Flask 3", "flask", " Markup escape ", "import it from markupsafe"},
    {"django", 4, 0, "Django 4", "django.conf.urls", " url ",
     "import re_path from django.urls, and write re_path(...)"},
    {"django", 4, 0, "Django 4", "django.utils.translation",
     " ugettext ugettext_lazy ugettext_noop ungettext ungettext_lazy ",
     "write the same name without its u: gettext_lazy"},
    {"django", 4, 0, "Django 4", "django.utils.encoding", " force_text smart_text ",
     "import force_str or smart_str"},
    {"django", 4, 0, "Django 4", "django.utils.http",
     " is_safe_url urlquote urlquote_plus urlunquote urlunquote_plus ",
     "import it from urllib.parse, and url_has_allowed_host_and_scheme for is_safe_url"},
    {"jinja2", 3, 1, "Jinja 3.1", "jinja2", " Markup escape ", "import it from markupsafe"},
    {"jinja2", 3, 1, "Jinja 3.1", "jinja2",
     " contextfilter contextfunction environmentfilter evalcontextfilter ",
     "import pass_context, pass_environment or pass_eval_context"},
    {"itsdangerous", 2, 1, "ItsDangerous 2.1", "itsdangerous",
     " JSONWebSignatureSerializer TimedJSONWebSignatureSerializer json ",
     "import URLSafeTimedSerializer, or take a library for tokens such as PyJWT"},
    {"werkzeug", 1, 0, "Werkzeug 1", "werkzeug",
     " check_password_hash generate_password_hash secure_filename ",
     "import it from werkzeug.utils or werkzeug.security"},
    {"werkzeug", 3, 0, "Werkzeug 3", "werkzeug.urls",
     " url_decode url_encode url_fix url_join url_parse url_quote url_unquote ",
     "import it from urllib.parse"},
};

/// A pair that pip puts together where nothing says otherwise; tried with the releases of November
/// 2026.
struct Pair {
    std::string_view package;
    std::string_view shown;
    VersionInterval broken;  ///< versions that ask for any newer partner
    std::string_view partner;
    std::string_view partner_shown;
    std::string_view limit;
    std::uint32_t python;  ///< minor version of Python 3 that the partner needs
};

constexpr VersionNumber number(VersionNumber major, VersionNumber minor, VersionNumber patch) {
    return (major * 100'000 + minor) * 100'000 + patch;
}

constexpr Pair pairs[] = {
    {"flask", "Flask", {number(2, 0, 0), number(2, 2, 4)}, "werkzeug", "Werkzeug", "3", 8},
    {"flask", "Flask", {number(1, 0, 0), number(1, 1, 3)}, "jinja2", "Jinja2", "3.1", 7}};

std::optional<LanguageVersion> python_of(Stage const& stage) {
    auto const& root = stage.root();
    auto const* image = known_image(root);
    if (image == nullptr || image->name != "python") return std::nullopt;
    return language_of(root);
}

bool is_python_since(Stage const& stage, std::uint32_t major, std::uint32_t minor) {
    auto const python = python_of(stage);
    return python && python->major == major && python->minor && *python->minor >= minor;
}

/// The requirement of a package whose version certainly is as new, of which there is one only.
PythonPackage const* only_since(std::span<PythonPackage const> packages, Removal const& removal) {
    PythonPackage const* found = nullptr;
    for (auto const& one : packages) {
        if (one.name != removal.package) continue;
        // Without a version an older one may be what others ask for.
        bool const is_new = !one.version.empty() && !one.is_path_or_url
                            && is_since(one.version, removal.major, removal.minor);
        if (!is_new) return nullptr;
        if (found == nullptr) found = &one;
    }
    return found;
}

class RemovalSearch {
 public:
    RemovalSearch(Build const& build, Stage const& stage)
        : build_(build), stage_(stage), packages_(python_packages(build, stage)) {}

    [[nodiscard]] std::optional<RemovedName> of(context::PythonImport const& import,
                                                Source const& source) const {
        for (auto const& removal : removals) {
            if (import.module != removal.module || !removal.names.holds(import.item)) continue;
            Place version;
            if (removal.package.empty()) {
                // uv and its kin may bring another Python.
                bool const is_new = is_python_since(stage_, removal.major, removal.minor);
                if (!is_new || !uses_pip_alone(build_, stage_)) continue;
            } else {
                auto const* package = only_since(packages_, removal);
                if (package == nullptr) continue;
                version = package->place;
            }
            return RemovedName{{&source, import.span}, removal.module,  import.item,
                               removal.owner,          removal.instead, version};
        }
        return std::nullopt;
    }

 private:
    Build const& build_;
    Stage const& stage_;
    std::span<PythonPackage const> packages_;
};

/// The one exact version: "==2.2.2".
std::string_view exact_version(std::string_view specifier) {
    if (!specifier.starts_with("==") || specifier.find_first_of(",*=", 2) != specifier.npos)
        return {};
    specifier.remove_prefix(2);
    while (specifier.starts_with(' ')) specifier.remove_prefix(1);
    return specifier;
}

std::optional<BrokenPair> find_pair(Pair const& pair, Stage const& stage,
                                    std::span<PythonPackage const> packages) {
    auto const* package = find_package(packages, pair.package);
    auto const version = package == nullptr ? std::string_view() : exact_version(package->version);
    auto const range =
        version.empty() ? std::nullopt : parse_version_range(version, RangeStyle::python);
    if (!range || range->size() != 1 || !is_python_since(stage, 3, pair.python))
        return std::nullopt;
    auto const& exact = range->front();
    if (exact.low < pair.broken.low || exact.low >= pair.broken.high) return std::nullopt;
    return BrokenPair{package->place, pair.shown, version, pair.partner_shown, pair.limit};
}

/// A file that lists the hashes of all packages, or limits them elsewhere, says which partner it
/// is.
bool is_limited(Build const& build, std::span<PythonPackage const> packages) {
    for (std::string_view const word : {"PIP_CONSTRAINT", "--constraint", " -c ", "require-hashes",
                                        "--no-index", "--find-links", "--no-deps"}) {
        if (build.source().bytes().find(word) != std::string_view::npos) return true;
    }
    return std::ranges::any_of(packages, [](PythonPackage const& one) {
        auto const text = one.place.source->bytes();
        return one.is_path_or_url || text.find("--hash") != text.npos
               || text.find("-c ") != text.npos || text.find("--constraint") != text.npos
               || text.find("index-url") != text.npos;
    });
}

/// Packages that are known to ask for no older version of any other.
bool limit_nothing(std::span<PythonPackage const> packages) {
    static constexpr WordList names =
        " alembic apscheduler bcrypt beautifulsoup4 blinker boto3 bs4 certifi chardet "
        "charset-normalizer click colorama cryptography email-validator flask flask-bcrypt "
        "flask-cors flask-jwt-extended flask-login flask-mail flask-marshmallow flask-migrate "
        "flask-restful flask-script flask-socketio flask-sqlalchemy flask-wtf gevent greenlet "
        "gunicorn idna itsdangerous jinja2 joblib lxml mako markupsafe marshmallow mysqlclient "
        "mysql-connector-python numpy openai packaging pandas passlib pillow pip prometheus-client "
        "psutil psycopg2 psycopg2-binary pyjwt pymongo pymysql python-dateutil python-dotenv pytz "
        "pyyaml redis requests scikit-learn scipy setuptools six sqlalchemy tqdm urllib3 uwsgi "
        "waitress werkzeug wheel wtforms ";
    return std::ranges::all_of(packages,
                               [](PythonPackage const& one) { return names.holds(one.name); });
}

}  // namespace

std::optional<RemovedName> removed_name(Build const& build, Stage const& stage,
                                        PythonStart const& start) {
    auto const* context = build.context();
    if (context == nullptr || !start.is_certain || start.through_script) return std::nullopt;
    RemovalSearch const search(build, stage);
    // A source that puts names into modules may put back what is gone.
    for (auto const file : python_program(build, stage).files) {
        auto const* source = context->read(file);
        if (source != nullptr && source->bytes().find("setattr(") != std::string_view::npos) {
            return std::nullopt;
        }
    }
    for (auto const file : python_program(build, stage).files) {
        auto const* facts = context->python(file);
        auto const* source = context->read(file);
        if (facts == nullptr || source == nullptr || facts->scopes.empty()) continue;
        for (auto const& import : facts->scopes.front().imports) {
            if (import.level != 0 || import.span.empty() || import.item.empty()) continue;
            // `collections.Mapping = ...` in front puts it back.
            bool const is_put_back =
                source->bytes().substr(0, import.span.begin).find(import.module + ".")
                != std::string_view::npos;
            if (is_put_back) continue;
            if (auto found = search.of(import, *source)) return found;
        }
    }
    return std::nullopt;
}

std::optional<BrokenPair> broken_pair(Build const& build, Stage const& stage,
                                      PythonStart const& start) {
    if (build.context() == nullptr || !start.is_certain || start.through_script)
        return std::nullopt;
    if (!uses_pip_alone(build, stage)) return std::nullopt;
    auto const packages = python_packages(build, stage);
    auto const& program = python_program(build, stage);
    for (auto const& pair : pairs) {
        bool const is_named = std::ranges::any_of(
            packages, [&](PythonPackage const& one) { return one.name == pair.partner; });
        if (is_named || !program.imports(pair.package)) continue;
        auto found = find_pair(pair, stage, packages);
        if (found && limit_nothing(packages) && !is_limited(build, packages)) return found;
    }
    return std::nullopt;
}

}  // namespace dockcheck::model
