// Finds installs of apk that leave its index in a layer of the image.
#include "rules/packages/apk-cache-left-in-layer.hpp"

#include <algorithm>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/base_manager.hpp"
#include "analyzer/model/package_caches.hpp"
#include "analyzer/model/package_index.hpp"
#include "analyzer/model/package_settings.hpp"
#include "analyzer/model/run_end.hpp"
#include "analyzer/model/wrappers.hpp"

namespace dockcheck::rules::apk_cache_left_in_layer {
namespace {

constexpr std::string_view folders[] = {"/var/cache/apk", "/etc/apk/cache"};

/// True for a command that loads the index into the image's folder.
bool loads_index(model::PackageCommand const& apk) {
    using enum model::Verb;
    if (apk.manager != model::Manager::apk || apk.has_option("--no-cache")) return false;
    return apk.verb == update || apk.verb == upgrade || apk.verb == install;
}

/// `apk upgrade` in front of it in the same RUN, else `apk update`, or none.
model::PackageCommand refreshed_beside(model::Command const& command, Pass const& pass) {
    model::PackageCommand update;
    for (auto const& other : model::commands_beside(*pass.stage(), command)) {
        if (other.sequence >= command.sequence) break;
        if (other.program != "apk") continue;
        auto const& apk = model::package_command(other, pass.build().arena());
        if (!loads_index(apk) || apk.verb == model::Verb::install) continue;
        if (apk.verb == model::Verb::upgrade) return apk;
        if (update.verb_argument == nullptr) update = apk;
    }
    return update;
}

/// Farther back than so many commands nobody looks.
constexpr int most_commands = 1000;

/// The first command of the earlier RUNs that has left its index in the image, or nullptr: those
/// behind it use that.
model::Command const* left_before(model::Command const& command, Pass const& pass) {
    model::Command const* first = nullptr;
    auto const& build = pass.build();
    auto const position = build.position_of(*command.instruction);
    int count = 0;
    for (auto const* stage = pass.stage(); stage != nullptr; stage = stage->parent) {
        for (auto at = stage->commands.rbegin(); at != stage->commands.rend(); ++at) {
            auto const& other = *at;
            if (stage == pass.stage() && build.position_of(*other.instruction) >= position)
                continue;
            if (++count > most_commands) return first;
            if (other.program != "apk" || other.use != model::Use::run || other.is_conditional) {
                continue;
            }
            auto const& apk = model::package_command(other, build.arena());
            if (!loads_index(apk) || model::is_mounted(other, folders)) continue;
            if (model::may_be_emptied(build, *stage, other, folders)) return first;
            first = &other;
        }
    }
    return first;
}

/// The option that refreshes the index, which --no-cache does as well.
model::Argument const* update_option(model::PackageCommand const& add) {
    auto const found = std::ranges::find_if(add.options, [](model::Argument const* option) {
        auto const text = option->value.text_or_empty();
        return text == "-U" || text == "--update" || text == "--update-cache";
    });
    return found == add.options.end() ? nullptr : *found;
}

void fix(model::Command const& command, model::PackageCommand const& add, Pass const& pass,
         Reported& reported) {
    bool const is_self_made = pass.stage()->root().kind == model::Reference::Kind::scratch;
    if (is_self_made || refreshed_beside(command, pass).verb_argument != nullptr) {
        auto const end = model::append_command(pass.build(), *command.instruction,
                                               (command.wrappers & model::wrapper_sudo) != 0
                                                   ? "sudo rm -rf /var/cache/apk/*"
                                                   : "rm -rf /var/cache/apk/*");
        if (end) reported.insert(end->offset, end->text);
        return;
    }
    auto const* update = update_option(add);
    if (update != nullptr) {
        reported.replace(update->span, command.exec_form ? "\"--no-cache\"" : "--no-cache");
    } else {
        reported.insert(add.verb_argument->span.end,
                        command.exec_form ? ", \"--no-cache\"" : " --no-cache");
    }
}

Reported report(model::Command const& command, model::PackageCommand const& add, Pass& pass) {
    auto const span = model::called_at(add);
    auto const name = model::called(add);
    // Which apk is in a system that somebody has put together, nobody knows here.
    if (pass.stage()->root().kind == model::Reference::Kind::scratch) {
        return pass.report(span, self_made, name).in_script_of(command);
    }
    auto const beside = refreshed_beside(command, pass);
    if (beside.verb == model::Verb::update) {
        return pass.report(span, updated, name, model::called(beside));
    }
    if (beside.verb == model::Verb::upgrade) {
        return pass.report(span, upgraded, name, model::called(beside)).in_script_of(command);
    }
    auto const* before = update_option(add) == nullptr ? left_before(command, pass) : nullptr;
    if (before == nullptr) return pass.report(span, left, name);
    auto const& other = model::package_command(*before, pass.build().arena());
    auto const called = model::called(other);
    auto const& message = other.verb == model::Verb::update ? updated_before : loaded_before;
    auto reported = pass.report(span, message, name, called);
    reported.related(before->span, "the index was left here");
    return reported;
}

/// True for a script that nobody sees here: it may install.
bool is_script(model::Command const& command) {
    auto const word = command.argument(0);
    return word.ends_with(".sh") || word.starts_with("./") || word == "." || word == "source"
           || model::is_shell(command.program);
}

/// True when an install or an upgrade behind an `apk update` may read the index that it leaves.
bool is_index_read(model::Command const& update, Pass const& pass) {
    int count = 0;
    for (auto const& stage : pass.build().stages()) {
        for (auto const& other : stage.commands) {
            if (other.span.begin <= update.span.begin || other.use != model::Use::run) continue;
            if (++count > most_commands || is_script(other)) return true;
            // Nobody knows what starts apk again.
            if (other.program != "apk") {
                if (!model::leaves_index_alone(other)) return true;
                continue;
            }
            auto const& apk = model::package_command(other, pass.build().arena());
            bool const reads = loads_index(apk) && apk.verb != model::Verb::update;
            // `apk search`, `apk policy` and their like read it, too.
            bool const asks = apk.verb == model::Verb::other || other.in_substitution;
            if (reads || asks || model::may_hide_option(other)) return true;
        }
    }
    return false;
}

/// `apk update && apk add --no-cache git`: a fresh index is read, and the other one stays.
void check_update(model::Command const& update, Pass& pass) {
    auto const& apk = model::package_command(update, pass.build().arena());
    if (!loads_index(apk) || update.is_conditional || update.in_substitution) return;
    auto const behind = model::commands_behind(*pass.stage(), update);
    auto const add = std::ranges::find_if(behind, [&](model::Command const& other) {
        if (other.program != "apk") return false;
        auto const& asked = model::package_command(other, pass.build().arena());
        return asked.verb == model::Verb::install && asked.has_option("--no-cache");
    });
    if (add == behind.end() || model::is_mounted(update, folders)) return;
    auto const& stage = *pass.stage();
    if (!pass.may_look_around() || is_index_read(update, pass)) return;
    if (model::may_be_emptied(pass.build(), stage, update, folders)) return;
    if (model::is_mentioned_before(pass.build(), stage, update, "/etc/apk/cache")) return;
    auto finding = pass.report(model::called_at(apk), not_read, model::called(apk));
    auto const& next = behind.front();
    if (update.wrappers != 0 || next.script != update.script || update.exec_form) return;
    auto const start =
        next.wrapper_words.empty() ? next.span.begin : next.wrapper_words.front().span.begin;
    auto const between = pass.text({update.span.end, start});
    auto const joint = between.find_first_not_of(" \t\\\r\n");
    if (joint == between.npos || !between.substr(joint).starts_with("&&")) return;
    if (between.find_first_not_of(" \t\\\r\n", joint + 2) != between.npos) return;
    finding.remove({update.span.begin, start});
}

void check(model::Command const& command, Pass& pass, Options const& options) {
    if (!model::is_shipped(pass.stage(), command, options.include_builder_stages)) return;
    if (command.program != "apk" || (command.wrappers & model::wrapper_user) != 0) return;
    auto const& add = model::package_command(command, pass.build().arena());
    if (add.verb == model::Verb::update) return check_update(command, pass);
    if (add.verb != model::Verb::install || model::may_hide_option(command)) return;
    static constexpr std::string_view all_options[] = {
        "--no-cache", "--cache-dir", "--root", "-p", "--simulate", "-s", "--no-network"};
    for (auto const option : all_options) {
        if (add.has_option(option)) return;
    }
    auto const& stage = *pass.stage();
    if (model::is_mounted(command, folders) || !pass.may_look_around()) return;
    if (!model::base_without(model::Manager::apk, stage).manager.empty()) return;
    if (model::may_be_emptied(pass.build(), stage, command, folders)) return;
    if (model::is_mentioned_before(pass.build(), stage, command, "/etc/apk/cache")) return;
    auto reported = report(command, add, pass);
    fix(command, add, pass, reported);
}

}  // namespace

constinit Check const rule = on<check>().for_programs(" apk ");

}  // namespace dockcheck::rules::apk_cache_left_in_layer
