// The verbs of the package managers, from the manuals that package_tables.cpp names.
#pragma once

#include "analyzer/model/package_tables.hpp"

namespace dockcheck::model::package_verbs {

using enum Operands;

inline constexpr VerbRule apt_verbs[] = {
    {"install", Verb::install, packages},
    {"reinstall", Verb::install, packages},
    {"update", Verb::update},
    {"upgrade", Verb::upgrade, packages},
    {"dist-upgrade", Verb::upgrade, packages},
    {"full-upgrade", Verb::upgrade, packages},
    {"safe-upgrade", Verb::upgrade, packages},
    {"remove", Verb::remove, packages},
    {"purge", Verb::remove, packages},
    {"autoremove", Verb::remove, packages},
    {"auto-remove", Verb::remove, packages},
    {"autopurge", Verb::remove, packages},
    {"clean", Verb::clean},
    {"autoclean", Verb::clean},
    {"distclean", Verb::clean},
    {"dist-clean", Verb::clean},
    {"auto-clean", Verb::clean},
    {"download", Verb::download, packages},
};
inline constexpr VerbRule apk_verbs[] = {
    {"add", Verb::install, packages},     {"update", Verb::update},
    {"upgrade", Verb::upgrade, packages}, {"del", Verb::remove, packages},
    {"cache clean", Verb::clean},         {"cache purge", Verb::clean},
    {"fetch", Verb::download, packages},
};
inline constexpr VerbRule rpm_verbs[] = {
    {"install", Verb::install, packages},
    {"localinstall", Verb::install, packages},
    {"reinstall", Verb::install, packages},
    {"groupinstall", Verb::install, packages},
    {"group install", Verb::install, packages},
    {"groups install", Verb::install, packages},
    {"module install", Verb::install, packages},
    {"in", Verb::install, packages},
    {"makecache", Verb::update},
    {"check-update", Verb::update},
    {"update", Verb::upgrade, packages},
    {"upgrade", Verb::upgrade, packages},
    {"upgrade-minimal", Verb::upgrade, packages},
    {"update-minimal", Verb::upgrade, packages},
    {"distro-sync", Verb::upgrade, packages},
    {"system-upgrade", Verb::upgrade},
    {"up", Verb::upgrade, packages},
    {"remove", Verb::remove, packages},
    {"rm", Verb::remove, packages},
    {"erase", Verb::remove, packages},
    {"autoremove", Verb::remove, packages},
    {"clean", Verb::clean},
    {"download", Verb::download, packages},
};
inline constexpr VerbRule zypper_verbs[] = {
    {"install", Verb::install, packages},
    {"in", Verb::install, packages},
    {"source-install", Verb::install, packages},
    {"si", Verb::install, packages},
    {"refresh", Verb::update},
    {"ref", Verb::update},
    {"update", Verb::upgrade, packages},
    {"up", Verb::upgrade, packages},
    {"dist-upgrade", Verb::upgrade},
    {"dup", Verb::upgrade},
    {"patch", Verb::upgrade},
    {"remove", Verb::remove, packages},
    {"rm", Verb::remove, packages},
    {"clean", Verb::clean},
    {"cc", Verb::clean},
    {"download", Verb::download, packages},
};
inline constexpr VerbRule pip_verbs[] = {
    {"install", Verb::install, packages}, {"download", Verb::download, packages},
    {"wheel", Verb::download, packages},  {"uninstall", Verb::remove, packages},
    {"cache purge", Verb::clean},
};
inline constexpr VerbRule uv_verbs[] = {
    {"pip install", Verb::install, packages},
    {"pip sync", Verb::install, files},
    {"pip uninstall", Verb::remove, packages},
    {"sync", Verb::install, manifests},
    {"add", Verb::install, packages},
    {"remove", Verb::remove, packages},
    {"tool install", Verb::install, packages},
    {"tool upgrade", Verb::upgrade, packages},
    {"tool uninstall", Verb::remove, packages},
    {"cache clean", Verb::clean},
    {"cache prune", Verb::clean},
};
inline constexpr VerbRule pipx_verbs[] = {
    {"install", Verb::install, packages},
    {"upgrade", Verb::upgrade, packages},
    {"uninstall", Verb::remove, packages},
};
inline constexpr VerbRule poetry_verbs[] = {
    {"install", Verb::install, manifests}, {"sync", Verb::install, manifests},
    {"add", Verb::install, packages},      {"update", Verb::upgrade, packages},
    {"remove", Verb::remove, packages},    {"cache clear", Verb::clean},
};
inline constexpr VerbRule pipenv_verbs[] = {
    {"install", Verb::install, either},
    {"sync", Verb::install, manifests},
    {"update", Verb::upgrade, packages},
    {"uninstall", Verb::remove, packages},
};
inline constexpr VerbRule pdm_verbs[] = {
    {"install", Verb::install, manifests}, {"sync", Verb::install, manifests},
    {"add", Verb::install, packages},      {"update", Verb::upgrade, packages},
    {"remove", Verb::remove, packages},    {"cache clear", Verb::clean},
};
/// The letters of conda clean are switches: -p is --packages there, -c --tempfiles, -f
/// --force-pkgs-dirs.
inline constexpr WordList no_values;
inline constexpr VerbRule conda_verbs[] = {
    {"install", Verb::install, packages},
    {"create", Verb::install, packages},
    {"env create", Verb::install, either},
    {"env update", Verb::install, either},
    {"update", Verb::upgrade, packages},
    {"upgrade", Verb::upgrade, packages},
    {"remove", Verb::remove, packages},
    {"uninstall", Verb::remove, packages},
    {"clean", Verb::clean, Operands::none, &no_values},
};
inline constexpr VerbRule npm_verbs[] = {
    {"install", Verb::install, either},   {"i", Verb::install, either},
    {"in", Verb::install, either},        {"add", Verb::install, either},
    {"ci", Verb::install, manifests},     {"clean-install", Verb::install, manifests},
    {"ic", Verb::install, manifests},     {"install-clean", Verb::install, manifests},
    {"update", Verb::upgrade, packages},  {"up", Verb::upgrade, packages},
    {"upgrade", Verb::upgrade, packages}, {"uninstall", Verb::remove, packages},
    {"remove", Verb::remove, packages},   {"rm", Verb::remove, packages},
    {"un", Verb::remove, packages},       {"unlink", Verb::remove, packages},
    {"r", Verb::remove, packages},        {"cache clean", Verb::clean},
    {"cache clear", Verb::clean},         {"cache rm", Verb::clean},
};
inline constexpr VerbRule yarn_verbs[] = {
    {"install", Verb::install, manifests},       {"add", Verb::install, packages},
    {"global add", Verb::install, packages},     {"workspaces focus", Verb::install, manifests},
    {"upgrade", Verb::upgrade, packages},        {"up", Verb::upgrade, packages},
    {"global upgrade", Verb::upgrade, packages}, {"remove", Verb::remove, packages},
    {"global remove", Verb::remove, packages},   {"cache clean", Verb::clean},
};
inline constexpr VerbRule pnpm_verbs[] = {
    {"install", Verb::install, either},   {"i", Verb::install, either},
    {"add", Verb::install, packages},     {"fetch", Verb::download, manifests},
    {"update", Verb::upgrade, packages},  {"up", Verb::upgrade, packages},
    {"upgrade", Verb::upgrade, packages}, {"remove", Verb::remove, packages},
    {"rm", Verb::remove, packages},       {"uninstall", Verb::remove, packages},
    {"un", Verb::remove, packages},       {"store prune", Verb::clean},
};
inline constexpr VerbRule bun_verbs[] = {
    {"install", Verb::install, either}, {"i", Verb::install, either},
    {"ci", Verb::install, manifests},   {"add", Verb::install, packages},
    {"a", Verb::install, packages},     {"update", Verb::upgrade, packages},
    {"remove", Verb::remove, packages}, {"rm", Verb::remove, packages},
    {"pm cache rm", Verb::clean},
};
inline constexpr VerbRule gem_verbs[] = {
    {"install", Verb::install, packages}, {"i", Verb::install, packages},
    {"update", Verb::upgrade, packages},  {"uninstall", Verb::remove, packages},
    {"fetch", Verb::download, packages},  {"cleanup", Verb::clean},
};
inline constexpr VerbRule bundler_verbs[] = {
    {"install", Verb::install, manifests}, {"i", Verb::install, manifests},
    {"add", Verb::install, packages},      {"update", Verb::upgrade, packages},
    {"remove", Verb::remove, packages},    {"clean", Verb::clean},
};
inline constexpr VerbRule composer_verbs[] = {
    {"install", Verb::install, manifests},
    {"i", Verb::install, manifests},
    {"require", Verb::install, packages},
    {"r", Verb::install, packages},
    {"global require", Verb::install, packages},
    {"update", Verb::upgrade, packages},
    {"u", Verb::upgrade, packages},
    {"upgrade", Verb::upgrade, packages},
    {"remove", Verb::remove, packages},
    {"clear-cache", Verb::clean},
    {"clearcache", Verb::clean},
    {"cc", Verb::clean},
};
inline constexpr VerbRule go_verbs[] = {
    {"mod download", Verb::download, manifests},
    {"get", Verb::install, packages},
    {"install", Verb::install, packages},
    {"run", Verb::other, packages},
    {"clean", Verb::clean},
};
inline constexpr VerbRule cargo_verbs[] = {
    {"fetch", Verb::download, manifests},  {"build", Verb::install, manifests},
    {"b", Verb::install, manifests},       {"install", Verb::install, packages},
    {"uninstall", Verb::remove, packages},
};
inline constexpr VerbRule dotnet_verbs[] = {
    {"restore", Verb::install, projects},
    {"tool install", Verb::install, packages},
    {"tool restore", Verb::install, manifests},
    {"tool uninstall", Verb::remove, packages},
};
inline constexpr VerbRule mix_verbs[] = {
    {"deps.get", Verb::download, manifests},
    {"do deps.get", Verb::download, manifests},
    {"do deps.get,", Verb::download, manifests},
};
inline constexpr VerbRule maven_verbs[] = {
    {"dependency:go-offline", Verb::download, manifests},
    {"dependency:resolve", Verb::download, manifests},
    {"dependency:resolve-plugins", Verb::download, manifests},
};
inline constexpr VerbRule gradle_verbs[] = {{"dependencies", Verb::download, manifests}};

}  // namespace dockcheck::model::package_verbs
