// Reading `Celery(broker="redis://...")`, DATABASES, and routes with forms (documentation of
// Celery, "Using Redis"; of Django, "Databases"; of FastAPI, "Form Data").
#include "analyzer/context/python_needs.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <string>
#include <string_view>

namespace dockcheck::context::python {
namespace {

class NeedsReader {
 public:
    explicit NeedsReader(Tokens const& source) : source_(source) {}

    std::vector<NeededModule> read() {
        sets_broker_again_ = std::ranges::any_of(source_.tokens, is_setting_of_broker);
        for (auto const& line : source_.lines) {
            if (at(line.begin).is("from") && at(line.begin + 1).is("fastapi")) learn_forms(line);
        }
        for (std::size_t i = 0; i < source_.lines.size(); ++i) {
            auto const& line = source_.lines[i];
            read_databases(line);
            if (line.indent != 0) continue;
            if (at(line.begin + 1).is("=") && at(line.begin + 2).is("Celery")) read_celery(line);
            if (i > 0 && is_function(line) && is_route(source_.lines[i - 1])) read_route(line);
        }
        return std::move(found_);
    }

 private:
    [[nodiscard]] Token const& at(std::uint32_t token) const { return source_.tokens[token]; }

    /// What may name another broker than the first one.
    static bool is_setting_of_broker(Token const& token) {
        static constexpr std::array<std::string_view, 3> names{"broker_url", "config_from_object",
                                                               "conf"};
        return token.is_name() && std::ranges::find(names, token.text) != names.end();
    }

    /// `from fastapi import File, Form as Field`: a name that is given another one is left out.
    void learn_forms(Line const& line) {
        static constexpr std::array<std::string_view, 3> names{"File", "Form", "UploadFile"};
        if (line.indent != 0 || !at(line.begin + 2).is("import")) return;
        for (auto token = line.begin + 3; token < line.end; ++token) {
            bool const is_renamed = at(token + 1).is("as") || at(token - 1).is("as");
            auto const name = std::ranges::find(names, at(token).text);
            if (name != names.end() && !is_renamed) forms_.insert(*name);
        }
    }

    /// `app = Celery("shop", broker="redis://redis:6379/0")`
    void read_celery(Line const& line) {
        if (sets_broker_again_) return;
        int depth = 0;
        for (auto token = line.begin + 3; token < line.end; ++token) {
            auto const& text = at(token);
            if (text.is("(") || text.is("[") || text.is("{")) ++depth;
            if (text.is(")") || text.is("]") || text.is("}")) --depth;
            if (depth != 1 || !text.is("broker") || !at(token + 1).is("=")) continue;
            auto const& value = at(token + 2);
            bool const ends = at(token + 3).is(",") || at(token + 3).is(")");
            bool const is_redis =
                value.text.starts_with("redis://") || value.text.starts_with("rediss://");
            if (value.is_plain && ends && is_redis)
                found_.push_back({NeededModule::Kind::broker, "redis", value.span});
        }
    }

    /// `DATABASES = {"default": {"ENGINE": "django.db.backends.postgresql", ...}}`; anything else
    /// that is said of it leaves doubt.
    void read_databases(Line const& line) {
        for (auto token = line.begin; token < line.end; ++token) {
            if (!at(token).is("DATABASES")) continue;
            bool const is_whole = token == line.begin && line.indent == 0 && at(token + 1).is("=")
                                  && at(token + 2).is("{") && read_engine(line);
            if (!is_whole) found_.push_back({NeededModule::Kind::database, {}, at(token).span});
            return;
        }
    }

    /// False when it is not known which engine it is.
    bool read_engine(Line const& line) {
        Token const* engine = nullptr;
        for (auto token = line.begin; token < line.end; ++token) {
            auto const& text = at(token);
            if (text.is("if") || text.is("for") || text.is("**")) return false;
            if (!text.is_plain || text.text != "ENGINE" || !at(token + 1).is(":")) continue;
            auto const& value = at(token + 2);
            bool const ends = at(token + 3).is(",") || at(token + 3).is("}");
            if (engine != nullptr || !value.is_plain || !ends) return false;
            engine = &value;
        }
        if (engine == nullptr) return false;
        auto const name = engine->text;
        bool const is_postgres = name == "django.db.backends.postgresql"
                                 || name == "django.db.backends.postgresql_psycopg2"
                                 || name == "django.contrib.gis.db.backends.postgis";
        bool const is_mysql = name == "django.db.backends.mysql";
        if (!is_postgres && !is_mysql) return false;
        found_.push_back(
            {NeededModule::Kind::database, is_mysql ? "MySQLdb" : "psycopg2", engine->span});
        return true;
    }

    [[nodiscard]] bool is_function(Line const& line) const {
        return at(line.begin).is("def")
               || (at(line.begin).is("async") && at(line.begin + 1).is("def"));
    }

    /// `@app.post("/")`
    [[nodiscard]] bool is_route(Line const& line) const {
        static constexpr std::array<std::string_view, 4> verbs{"api_route", "patch", "post", "put"};
        auto const first = line.begin;
        return line.indent == 0 && at(first).is("@") && at(first + 1).is_name()
               && at(first + 2).is(".")
               && std::ranges::find(verbs, at(first + 3).text) != verbs.end()
               && at(first + 4).is("(");
    }

    /// The parameters of a route: `file: UploadFile`, `name: str = Form(...)`.
    void read_route(Line const& line) {
        int depth = 0;
        for (auto token = line.begin; token < line.end; ++token) {
            auto const& text = at(token);
            if (text.is("(") || text.is("[")) ++depth;
            if (text.is(")") || text.is("]")) --depth;
            if (depth == 0 && text.is(")")) return;
            if (depth == 0 || !text.is_name() || !forms_.contains(text.text)) continue;
            bool const is_type =
                text.is("UploadFile") && (at(token - 1).is(":") || at(token - 1).is("["));
            bool const is_field = !text.is("UploadFile") && at(token + 1).is("(")
                                  && (at(token - 1).is("=") || at(token - 1).is(","));
            if (!is_type && !is_field) continue;
            found_.push_back({NeededModule::Kind::form, "python_multipart", text.span});
            return;
        }
    }

    Tokens const& source_;
    std::set<std::string_view> forms_{};
    bool sets_broker_again_ = false;
    std::vector<NeededModule> found_{};
};

}  // namespace

std::vector<NeededModule> needed_modules(Tokens const& source) {
    return NeedsReader(source).read();
}

}  // namespace dockcheck::context::python
