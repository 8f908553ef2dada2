// Tier D: what BuildKit refuses only when it builds, looked at where the values are known.
#include <algorithm>

#include "analyzer/model/builder.hpp"
#include "analyzer/model/paths.hpp"
#include "analyzer/syntax/dockerfile/file_mode.hpp"
#include "analyzer/syntax/dockerfile/mount.hpp"
#include "analyzer/syntax/dockerfile/platform.hpp"
#include "analyzer/syntax/dockerfile/port.hpp"
#include "analyzer/syntax/dockerfile/signal.hpp"

namespace dockcheck::model {
namespace {

bool is_number(std::string_view text) {
    return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

/// `user[:group]` of numbers, which needs no list of users; root is 0 to the builder.
bool is_numeric_owner(std::string_view owner) {
    auto const colon = owner.find(':');
    auto const user = owner.substr(0, colon);
    auto const group = colon == std::string_view::npos ? user : owner.substr(colon + 1);
    return (is_number(user) || user == "root") && (is_number(group) || group == "root");
}

bool is_git_source(std::string_view source) {
    if (source.starts_with("git://") || source.starts_with("ssh://")) return true;
    bool const is_web = source.starts_with("http://") || source.starts_with("https://");
    if (!is_web) return is_remote_source(Value(source));
    auto const path = source.substr(0, source.find_first_of("#?"));
    return path.ends_with(".git");
}

bool is_url(std::string_view source) {
    return source.starts_with("http://") || source.starts_with("https://");
}

}  // namespace

void Builder::value_fault(ast::FaultKind kind, ast::Instruction const& at, Span span,
                          std::string_view word) {
    fault({kind, ast::Tier::d, span, at.first_line, &at, word, {}});
}

void Builder::check_platform(ast::Instruction const& at, ast::Flag const& platform) {
    if (platform.value.empty()) return;
    auto const scope = [&](std::string_view name) {
        return build_.global_variable(position_, name);
    };
    auto const expansion = build_.expand(platform.value.text(), scope);
    if (expansion.error != nullptr || !expansion.value.is_known()) return;
    auto const text = *expansion.value.known();
    if (text.empty()) {
        fault({ast::FaultKind::empty_platform,
               ast::Tier::c,
               platform.value_span,
               at.first_line,
               &at,
               platform.value.text(),
               {}});
    } else if (!dockerfile::parse_platform(text)) {
        fault({ast::FaultKind::invalid_platform,
               ast::Tier::c,
               platform.value_span,
               at.first_line,
               &at,
               text,
               {}});
    }
}

void Builder::check_mounts(ast::Instruction const& at, ast::Run const& run) {
    for (auto const& mount : run.mounts) {
        auto const scope = [&](std::string_view name) {
            return build_.variable_at(stage_count_ - 1, Variables::end, name);
        };
        auto const& workdir = current_.config.workdir;
        dockerfile::MountContext const context{
            build_.file_.escape, scope, workdir.is_absent() ? Value("/") : workdir.value, arena_};
        if (workdir.is_unknown()) continue;
        for (auto const& found : dockerfile::check_mount(mount, at, context)) fault(found);
    }
}

void Builder::check_port(ast::Instruction const& at, ast::Word const& word, Value const& value) {
    auto const text = value.known();
    if (!text) return;
    auto const port = dockerfile::parse_port(*text);
    if (port.fault) value_fault(*port.fault, at, word.span, *text);
}

void Builder::check_copy(ast::Instruction const& at, Transfer const& transfer) {
    if (auto const* mode = at.flag("chmod")) {
        auto const text = expand(at, mode->value).known();
        if (text && !dockerfile::is_file_mode(*text)) {
            value_fault(ast::FaultKind::invalid_chmod, at, mode->value_span, *text);
        }
    }
    if (auto const* owner = at.flag("chown"); owner != nullptr && is_linked(at)) {
        auto const text = expand(at, owner->value).known();
        if (text && !text->empty() && !is_numeric_owner(*text)) {
            value_fault(ast::FaultKind::link_with_named_owner, at, owner->value_span, *text);
        }
    }
    if (transfer.is_add) {
        check_checksum(at, transfer);
        return;
    }
    for (auto const& source : transfer.sources) {
        auto const text = source.value.known();
        if (!text || source.written->is_inline) continue;
        auto const span = source.written->word.span;
        if (is_git_source(*text) && !is_url(*text)) {
            value_fault(ast::FaultKind::git_in_copy, at, span, *text);
        } else if (is_url(*text)) {
            value_fault(ast::FaultKind::url_in_copy, at, span, *text);
        }
    }
}

void Builder::check_checksum(ast::Instruction const& at, Transfer const& transfer) {
    auto const* checksum = at.flag("checksum");
    if (checksum == nullptr || checksum->value.empty()) return;
    if (transfer.sources.size() > 1) {
        value_fault(ast::FaultKind::checksum_many_sources, at, checksum->span, {});
        return;
    }
    for (auto const& source : transfer.sources) {
        auto const text = source.value.known();
        if (text && !source.is_remote) {
            value_fault(ast::FaultKind::checksum_local_source, at, checksum->span, *text);
        }
    }
}

bool Builder::is_linked(ast::Instruction const& at) {
    auto const* link = at.flag("link");
    return link != nullptr && (!link->has_value || link->value.text() != "false");
}

void Builder::check_signal(ast::Instruction const& at, ast::Word const& word, Value const& value) {
    auto const text = value.known();
    if (text && !current_.config.is_windows && !dockerfile::is_signal(*text)) {
        value_fault(ast::FaultKind::invalid_signal, at, word.span, *text);
    }
}

}  // namespace dockcheck::model
