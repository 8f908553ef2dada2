// Finds apk add --virtual gcc musl-dev, where gcc is no package but the name of a group.
#include "rules/packages/apk-virtual-name-is-package.hpp"

#include <algorithm>
#include <optional>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/package_settings.hpp"
#include "analyzer/model/packages.hpp"
#include "analyzer/model/word_list.hpp"

namespace dockcheck::rules::apk_virtual_name_is_package {
namespace {

using model::Command;
using model::Verb;

/// Names that are packages of Alpine (pkgs.alpinelinux.org) and that nobody would give to a group.
constexpr model::WordTable packages =
    " alpine-sdk autoconf automake bash binutils bison build-base bzip2 ca-certificates clang "
    "cmake "
    "coreutils curl curl-dev file findutils flex freetype-dev g++ gcc gettext gfortran git gnupg "
    "icu-dev jpeg-dev jq libc-dev libffi-dev libgcc libjpeg-turbo-dev libpng-dev libpq-dev "
    "libressl-dev libstdc++ libtool libxml2-dev libxslt-dev libzip-dev linux-headers make "
    "mariadb-client mariadb-dev mercurial musl-dev mysql-client nasm ncurses-dev nodejs npm "
    "openjdk8 openssh openssh-client openssl openssl-dev patch perl pkgconf pkgconfig "
    "postgresql-client postgresql-dev py-pip py3-pip python python2 python3 python3-dev "
    "readline-dev rsync ruby ruby-dev sqlite sqlite-dev subversion sudo tar tzdata unzip wget xz "
    "yaml-dev yarn zip zlib-dev ";

/// The name of the group, as it is written.
struct Group {
    std::string_view option;  ///< "--virtual" or "-t"
    std::string_view name;
    Span span;  ///< of the name alone
};

std::optional<Group> group_of(Command const& command) {
    for (std::size_t i = 1; i < command.arguments.size(); ++i) {
        auto const& word = command.arguments[i];
        auto const text = word.value.text_or_empty();
        if ((text == "--virtual" || text == "-t") && i + 1 < command.arguments.size()) {
            auto const& name = command.arguments[i + 1];
            return Group{text, name.value.text_or_empty(), name.span};
        }
        constexpr std::string_view front = "--virtual=";
        if (text.starts_with(front) && !word.quoted && word.raw.text() == text) {
            auto const name = word.raw.slice(static_cast<std::uint32_t>(front.size()),
                                             static_cast<std::uint32_t>(text.size()));
            return Group{front.substr(0, front.size() - 1), text.substr(front.size()),
                         name.source()};
        }
    }
    return std::nullopt;
}

bool names(model::PackageCommand const& command, std::string_view name) {
    return std::ranges::any_of(command.packages, [&](model::Package const& package) {
        return package.name.empty() || package.name == name;
    });
}

/// True when a command of the file installs a package of that name, or something that nobody knows,
/// or deletes the group; an empty one may as well be meant for a package that goes again.
bool is_used_otherwise(std::string_view name, Command const& command, bool is_empty,
                       Pass const& pass) {
    for (auto const& stage : pass.build().stages()) {
        for (auto const& other : stage.commands) {
            if (&other == &command || model::manager_of(other) != model::Manager::apk) continue;
            auto const& apk = model::package_command(other, pass.build().arena());
            bool const counts =
                (apk.verb == Verb::remove && !is_empty) || apk.verb == Verb::install;
            if (counts && names(apk, name)) return true;
        }
    }
    return false;
}

void check(Command const& command, Pass& pass) {
    if (command.use != model::Use::run || pass.stage() == nullptr) return;
    auto const& add = model::package_command(command, pass.build().arena());
    if (add.verb != Verb::install) return;
    auto const group = group_of(command);
    if (!group || group->name.empty() || group->name.starts_with('.') || group->name == "add")
        return;
    bool const is_empty = add.packages.empty();
    if (!is_empty && (!packages.holds(group->name) || names(add, group->name))) return;
    if (is_empty && add.installs_manifests) return;
    if (!pass.may_look_around() || is_used_otherwise(group->name, command, is_empty, pass)) return;
    auto finding = is_empty ? pass.report(group->span, nothing, group->name, group->option)
                            : pass.report(group->span, name, group->name, group->option);
    if (is_empty && !packages.holds(group->name)) {
        finding.help("name the packages of the group behind it, or leave the command out");
        return;
    }
    if (pass.text(group->span) == group->name && !command.exec_form)
        finding.insert(group->span.begin, ".build-deps ");
}

}  // namespace

constinit Check const rule = on<check>().for_managers(model::Manager::apk);

}  // namespace dockcheck::rules::apk_virtual_name_is_package
