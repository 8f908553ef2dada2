// Servers of Python applications.
#include "analyzer/knowledge/servers.hpp"

#include <doctest/doctest.h>

using namespace dockcheck::knowledge;

TEST_CASE("a program and its first argument name a server") {
    CHECK(server_of_program("flask", "run")->kind == ServerKind::development);
    CHECK(server_of_program("flask", "db") == nullptr);
    CHECK(server_of_program("gunicorn", "app:app")->kind == ServerKind::wsgi);
    CHECK(server_of_program("fastapi", "dev")->kind == ServerKind::development);
    CHECK(server_of_program("fastapi", "run")->kind == ServerKind::asgi);
    CHECK(server_of_program("", "run") == nullptr);
    CHECK(server_of_module("uvicorn", "")->port == 8000);
    CHECK(server_of_module("http.server", "")->kind == ServerKind::development);
}

TEST_CASE("packages bring servers for production") {
    CHECK(production_server_of_package("gunicorn") != nullptr);
    CHECK(production_server_of_package("flask") == nullptr);
    CHECK(production_server_of_package("uwsgi")->host.empty());
    CHECK(python_servers().size() > 20);
}
