// Source: the packages' own indexes (PyPI: wheels for single platforms; npm: install scripts with
// node-gyp or prebuilt addons; RubyGems: extensions). Date: 2026-11.
#include "analyzer/model/native_packages.hpp"

#include "analyzer/model/directories.hpp"
#include "analyzer/model/requirement_files.hpp"
#include "analyzer/model/word_list.hpp"

namespace dockcheck::model {
namespace {

constexpr WordList python_packages =
    " aiohttp argon2-cffi bcrypt brotli cffi cryptography cython fiona gevent greenlet grpcio h5py "
    "httptools lxml markupsafe matplotlib msgpack mysqlclient numpy opencv-python "
    "opencv-python-headless orjson pandas pillow psutil psycopg2 psycopg2-binary pyarrow pycurl "
    "pydantic-core pyyaml regex rpds-py scikit-learn scipy shapely sqlalchemy tokenizers torch "
    "ujson "
    "uvloop yarl ";
constexpr WordList node_packages =
    " argon2 bcrypt better-sqlite3 bufferutil canvas cpu-features farmhash isolated-vm kerberos "
    "leveldown "
    "libpq node-pty node-rdkafka node-sass oracledb re2 ref-napi serialport sharp snappy sqlite3 "
    "utf-8-validate zeromq @parcel/watcher @tensorflow/tfjs-node ";
constexpr WordList ruby_packages =
    " bcrypt bigdecimal bootsnap date ffi google-protobuf hiredis json mini_racer msgpack mysql2 "
    "nio4r "
    "nokogiri oj pg puma racc redcarpet rmagick sassc sqlite3 stringio strscan unf_ext "
    "websocket-driver ";

std::string native_in_requirements(Build const& build, Stage const& stage, Command const& command,
                                   PackageCommand const& install) {
    for (auto const* argument : install.requirement_files) {
        auto const file = requirement_file(build, stage, command, *argument);
        if (file.state != RequirementFile::State::found) continue;
        auto const* parsed = build.context()->requirements(file.context_path);
        if (parsed == nullptr) continue;
        for (auto const& entry : parsed->requirements) {
            if (!entry.has_marker && is_native_package(install.manager, entry.name)) {
                return entry.name;
            }
        }
    }
    return {};
}

std::string native_in_manifest(Build const& build, Stage const& stage, Command const& command,
                               PackageCommand const& install) {
    bool const is_ruby = install.manager == Manager::bundler;
    auto const folder = directory_of(build, stage, command);
    if (!install.installs_manifests || !folder.is_known()) return {};
    auto const path = std::string(*folder.known()) + (is_ruby ? "/Gemfile.lock" : "/package.json");
    auto const landing = build.landing(command, path);
    if (landing.kind != Landing::Kind::context_file) return {};
    auto const* manifest = build.context()->manifest(landing.context_path);
    if (manifest == nullptr) return {};
    for (auto const& entry : manifest->dependencies) {
        if (!entry.is_development && is_native_package(install.manager, entry.name)) {
            return entry.name;
        }
    }
    return {};
}

}  // namespace

bool is_native_package(Manager manager, std::string_view name) {
    switch (manager) {
        case Manager::pip:
        case Manager::uv:
        case Manager::poetry:
        case Manager::pipenv:
        case Manager::pdm:
            return python_packages.holds(name);
        case Manager::npm:
        case Manager::yarn:
        case Manager::pnpm:
        case Manager::bun:
            return node_packages.holds(name);
        case Manager::gem:
        case Manager::bundler:
            return ruby_packages.holds(name);
        default:
            return false;
    }
}

std::string native_package_in(Build const& build, Stage const& stage) {
    for (auto const* at = &stage; at != nullptr; at = at->parent) {
        for (auto const& command : at->commands) {
            if (command.use != Use::run || command.is_conditional) continue;
            auto const& install = package_command(command, build.arena());
            if (install.verb != Verb::install) continue;
            for (auto const& package : install.packages) {
                if (is_native_package(install.manager, package.name)) {
                    return std::string(package.name);
                }
            }
            if (build.context() == nullptr) continue;
            auto found = native_in_requirements(build, *at, command, install);
            if (found.empty()) found = native_in_manifest(build, *at, command, install);
            if (!found.empty()) return found;
        }
    }
    return {};
}

}  // namespace dockcheck::model
