// What the package managers' own documentation says of their verbs and options.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "analyzer/model/packages.hpp"
#include "analyzer/model/word_list.hpp"

namespace dockcheck::model {

/// How a package is told from its version.
enum class Spelling : std::uint8_t {
    plain,     ///< a name alone
    apt,       ///< name:arch=version, name/release
    apk,       ///< name=version, name~version, name@repository
    rpm,       ///< name-version-release
    relation,  ///< name=version, name>=version
    python,    ///< name[extra]==version
    conda,     ///< channel::name=version
    at,        ///< name@version, @scope/name@version
    colon,     ///< name:version
};

/// What the operands behind a verb are.
enum class Operands : std::uint8_t {
    none,       ///< nothing of interest
    packages,   ///< packages and local paths
    files,      ///< requirement files
    manifests,  ///< nothing: the manifests say what is installed
    either,     ///< packages, and without any the manifests
    projects,   ///< paths of projects whose manifests are installed
};

struct VerbRule {
    std::string_view words;  ///< "install", "mod download"
    Verb verb;
    Operands operands = Operands::none;
    /// Where given: the options with a value behind this verb, instead of the manager's.
    WordList const* with_value = nullptr;
};

/// Lists are words between blanks.
struct ManagerRule {
    Manager manager;
    WordList programs;
    Spelling spelling;
    std::span<VerbRule const> verbs;
    WordList with_value;         ///< options whose value is the next word
    WordList requirements = {};  ///< options with a requirement file
    WordList constraints = {};
    WordList paths = {};              ///< options with a local project
    WordList version = {};            ///< options with the version of all packages
    Verb without_verb = Verb::other;  ///< what the bare program does with the manifests
    bool clusters = true;             ///< -yq is -y -q
    /// Where given: the options with a value in front of the verb, instead of the others.
    WordList before_verb = {};
};

/// The manager that a program is, or nullptr.
ManagerRule const* rule_of(std::string_view program);

}  // namespace dockcheck::model
