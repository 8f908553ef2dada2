// Finds extensions that pecl compiles in images of PHP on Alpine without autoconf and a compiler.
#include "rules/php/pecl-without-build-tools.hpp"

#include <algorithm>

#include "analyzer/knowledge/images.hpp"
#include "analyzer/lint/pass.hpp"
#include "analyzer/model/base_image.hpp"
#include "analyzer/model/earlier_files.hpp"
#include "analyzer/model/failing_step.hpp"
#include "analyzer/model/packages.hpp"
#include "analyzer/model/word_list.hpp"

namespace dockcheck::rules::pecl_without_build_tools {
namespace {

/// Commands that install no packages.
bool is_harmless(std::string_view program) {
    static constexpr model::WordTable programs =
        " : [ addgroup adduser cat cd chgrp chmod chown command composer cp curl date "
        "docker-php-ext-configure docker-php-ext-enable docker-php-ext-install echo env exit "
        "export "
        "false grep head id ln ls mkdir mv nproc pecl php printf pwd rm sed set sleep sort test "
        "touch tr true umask uname unset update-ca-certificates wget which ";
    return programs.holds(program);
}

/// True when a command may bring autoconf.
bool may_bring(model::Command const& command, Arena& arena) {
    if (command.use != model::Use::run || command.arguments.empty()) return false;
    if ((command.wrappers & model::wrapper_xargs) != 0) return true;
    if (model::manager_of(command) == model::Manager::apk) {
        auto const& install = model::package_command(command, arena);
        return std::ranges::any_of(install.packages, [](model::Package const& package) {
            static constexpr model::WordList tools =
                " abuild alpine-sdk autoconf automake autotools build-base ";
            return package.name.empty() || tools.holds(package.name)
                   || package.name.find("php") != package.name.npos;
        });
    }
    return command.argument(0) != command.program || !is_harmless(command.program);
}

/// A COPY or ADD may bring programs, a single file of another name apart.
bool may_bring(model::Transfer const& transfer) {
    auto const target = model::target_of(transfer);
    bool const is_near = target.empty() || target == "/" || target.starts_with("/usr")
                         || target.starts_with("/bin") || target.starts_with("/opt");
    return is_near && target.find("composer") == std::string_view::npos
           && !target.starts_with("/usr/local/etc") && !target.starts_with("/usr/src/app");
}

bool may_be_there(Pass const& pass, model::Command const& before) {
    auto limit = pass.build().position_of(*before.instruction);
    for (auto const* part = pass.stage(); part != nullptr; part = part->parent) {
        if (!part->triggered.instructions.empty()) return true;
        for (auto const& transfer : part->transfers) {
            if (transfer.position < limit && may_bring(transfer)) return true;
        }
        for (auto const& instruction : part->instructions) {
            if (pass.build().position_of(instruction) > limit) break;
            if (instruction.keyword == ast::Keyword::run && part->commands_of(instruction).empty())
                return true;
        }
        for (auto const& command : part->commands) {
            auto const position = pass.build().position_of(*command.instruction);
            bool const is_behind =
                position > limit || (position == limit && command.sequence >= before.sequence);
            if (!is_behind && may_bring(command, pass.build().arena())) return true;
        }
    }
    return false;
}

void check(model::Command const& command, Pass& pass) {
    auto const* stage = pass.stage();
    if (stage == nullptr || pass.is_trigger() || command.use != model::Use::run) return;
    if (command.argument(1) != "install" || command.arguments.size() < 3) return;
    auto const* image = model::known_image(stage->root());
    bool const is_subject =
        image != nullptr && image->name == "php" && image->family == knowledge::ImageFamily::alpine;
    if (!is_subject || !model::must_succeed(*stage, command) || !pass.may_look_around()) return;
    if (may_be_there(pass, command)) return;
    auto const place = join(command.arguments[0].span, command.arguments[1].span);
    pass.report(place, without, model::shown_name(stage->root()));
}

}  // namespace

constinit Check const rule = on<check>().for_programs(" pecl ");

}  // namespace dockcheck::rules::pecl_without_build_tools
