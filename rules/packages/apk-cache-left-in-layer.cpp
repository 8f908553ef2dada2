// Finds installs of apk that leave its index in a layer of the image.
#include "rules/packages/apk-cache-left-in-layer.hpp"

#include <algorithm>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/package_caches.hpp"
#include "analyzer/model/package_settings.hpp"
#include "analyzer/model/run_end.hpp"

namespace dockcheck::rules::apk_cache_left_in_layer {
namespace {

constexpr std::string_view folders[] = {"/var/cache/apk", "/etc/apk/cache"};

bool is_refreshed_beside(model::Command const& command, Pass const& pass) {
    auto const beside = model::commands_beside(*pass.stage(), command);
    return std::ranges::any_of(beside, [](model::Command const& other) {
        if (other.program != "apk") return false;
        return std::ranges::any_of(other.arguments, [](model::Argument const& argument) {
            auto const word = argument.value.text_or_empty();
            return word == "update" || word == "upgrade";
        });
    });
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
    if (is_refreshed_beside(command, pass)) {
        auto const end =
            model::append_command(pass.build(), *command.instruction, "rm -rf /var/cache/apk/*");
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

void check(model::Command const& command, Pass& pass, Options const& options) {
    if (!model::is_shipped(pass.stage(), command, options.include_builder_stages)) return;
    if (command.program != "apk" || (command.wrappers & model::wrapper_user) != 0) return;
    auto const& add = model::package_command(command, pass.build().arena());
    if (add.verb != model::Verb::install || model::may_hide_option(command)) return;
    for (std::string_view const option :
         {"--no-cache", "--cache-dir", "--root", "-p", "--simulate", "-s", "--no-network"}) {
        if (add.has_option(option)) return;
    }
    auto const& stage = *pass.stage();
    if (model::is_mounted(command, folders)) return;
    if (model::may_be_emptied(pass.build(), stage, command, folders)) return;
    if (model::is_mentioned_before(pass.build(), stage, command, "/etc/apk/cache")) return;
    auto reported = pass.report(model::called_at(add), left, model::called(add));
    fix(command, add, pass, reported);
}

}  // namespace

constinit Check const rule = on<check>().for_programs(" apk ");

}  // namespace dockcheck::rules::apk_cache_left_in_layer
