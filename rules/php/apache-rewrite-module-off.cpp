// Finds .htaccess files that ask for mod_rewrite where the image's Apache has it off.
#include "rules/php/apache-rewrite-module-off.hpp"

#include <algorithm>
#include <optional>
#include <string>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/base_image.hpp"
#include "analyzer/model/word_list.hpp"
#include "analyzer/text/without_case.hpp"

namespace dockcheck::rules::apache_rewrite_module_off {
namespace {

std::string_view taken_line(std::string_view& rest) {
    auto const end = std::min(rest.find('\n'), rest.size());
    auto const line = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    return line;
}

/// The first directive of mod_rewrite outside of `<IfModule>`, which would pass over it.
std::optional<Place> rewrite_in(Source const& source) {
    auto const text = source.bytes();
    auto rest = text;
    int depth = 0;
    while (!rest.empty()) {
        auto line = taken_line(rest);
        line.remove_prefix(std::min(line.find_first_not_of(" \t"), line.size()));
        auto const word = line.substr(0, line.find_first_of(" \t\r>"));
        if (word.starts_with("</")) {
            --depth;
        } else if (word.starts_with('<')) {
            ++depth;
        } else if (depth <= 0 && equal_without_case(word, "RewriteEngine")) {
            auto const begin = static_cast<std::uint32_t>(word.data() - text.data());
            return Place{&source, {begin, begin + static_cast<std::uint32_t>(word.size())}};
        }
    }
    return std::nullopt;
}

/// Apache's own files may have been changed by steps that nobody follows here.
bool may_be_configured(Pass const& pass, model::Stage const& last) {
    static constexpr model::WordTable harmless =
        " apt-get apt cat cd chgrp chmod chown composer cp curl docker-php-ext-configure "
        "docker-php-ext-enable docker-php-ext-install echo find ln ls mkdir mv pecl pear php "
        "printf "
        "rm sed set test touch true unzip usermod ";
    // Wherever its name stands, somebody thought of it.
    if (pass.build().may_hold(std::string_view("rewrite"))) return true;
    for (auto const* stage = &last; stage != nullptr; stage = stage->parent) {
        if (!stage->triggered.instructions.empty() || stage->may_set_more) return true;
        for (auto const& transfer : stage->transfers) {
            auto const target = transfer.target.known();
            if (!target || *target == "/" || target->starts_with("/etc")) return true;
        }
        for (auto const& command : stage->commands) {
            bool const is_run = command.use == model::Use::run && !command.program.empty();
            if (is_run && !harmless.holds(command.program)) return true;
        }
    }
    return false;
}

void check(model::Stage const& stage, Pass& pass) {
    auto const* const context = pass.context();
    if (context == nullptr || stage.reach != model::Reach::final || stage.is_windows) return;
    auto const& root = stage.root();
    if (root.kind != model::Reference::Kind::image || !root.value.is_known()) return;
    if (model::name_of(root.image) != "php"
        || root.image.tag.find("apache") == std::string_view::npos) {
        return;
    }
    // A start script may switch it on.
    if (stage.config.entrypoint.is_set() && stage.config.entrypoint.origin.instruction != nullptr)
        return;
    if (stage.config.cmd.is_set() && stage.config.cmd.origin.instruction != nullptr) return;
    for (std::string_view const folder : {"/var/www/html/", "/var/www/html/public/"}) {
        auto const landing = pass.build().landing(stage, std::string(folder) + ".htaccess");
        if (landing.kind != model::Landing::Kind::context_file) continue;
        auto const* const source = context->read(landing.context_path);
        auto const found = source == nullptr ? std::nullopt : rewrite_in(*source);
        if (!found) continue;
        if (!pass.may_look_around() || may_be_configured(pass, stage)) return;
        if (context->may_be_composed() && context->may_start_otherwise()) return;
        pass.report(*found, off, found->text(), model::shown_name(root))
            .related(root.span, "the base image");
        return;
    }
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::apache_rewrite_module_off
