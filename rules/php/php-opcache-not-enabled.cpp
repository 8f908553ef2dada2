// Finds web servers in PHP that compile each file anew for every request.
#include "rules/php/php-opcache-not-enabled.hpp"

#include <algorithm>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/earlier_files.hpp"
#include "analyzer/model/language.hpp"
#include "analyzer/model/stage_purpose.hpp"

namespace dockcheck::rules::php_opcache_not_enabled {
namespace {

/// An official image with a web server, of a version where OPcache is an extension.
bool is_web_image(model::Stage const& stage) {
    auto const& root = stage.root();
    auto const php = model::language_of(root);
    if (!php || php->language != "PHP" || !php->minor) return false;
    // Since 8.5 it is a part of PHP.
    if (php->major > 8 || (php->major == 8 && *php->minor >= 5)) return false;
    auto const tag = root.image.tag;
    return tag.find("fpm") != tag.npos || tag.find("apache") != tag.npos;
}

/// Settings of PHP are copied from somewhere: OPcache may be among them.
bool copies_settings(model::Stage const& stage) {
    auto const may_bring = [](model::Transfer const& transfer) {
        auto const target = transfer.target.known_prefix();
        return target.empty() || target.find("/php") != target.npos
               || target.starts_with("/usr/local/etc") || target == "/"
               || target.starts_with("/usr/local/lib");
    };
    return model::find_transfer_before(stage, model::Variables::end, may_bring) != nullptr;
}

/// A command that may bring any extension.
bool runs_unknown(model::Stage const& stage) {
    for (auto const* at = &stage; at != nullptr; at = at->parent) {
        for (auto const& command : at->commands) {
            if (command.use != model::Use::run || command.arguments.empty()) continue;
            if (command.program.empty() || command.program.ends_with(".sh")) return true;
        }
    }
    return false;
}

void check(model::RuntimeConfig const& /*config*/, Pass& pass) {
    auto const* stage = pass.stage();
    if (stage == nullptr || stage->from == nullptr || stage->is_windows) return;
    if (!is_web_image(*stage) || model::is_for_development(pass.build(), *stage)) return;
    if (!pass.build().positions_with("opcache").empty()) return;
    if (copies_settings(*stage) || runs_unknown(*stage)) return;
    auto reported = pass.report(stage->from->image.span, missing);
    auto const bytes = pass.build().source().bytes();
    auto const newline = bytes.find('\n', stage->from_instruction->whole.end);
    if (newline == bytes.npos) return;
    reported.insert(static_cast<std::uint32_t>(newline + 1),
                    "RUN docker-php-ext-install opcache\n");
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::php_opcache_not_enabled
