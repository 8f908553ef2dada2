// Bounded depth-first walks, in the order of names.
#include "analyzer/context/tree_walk.hpp"

#include <algorithm>
#include <utility>

#include "analyzer/context/paths.hpp"
#include "analyzer/text/base_name.hpp"

namespace dockcheck::context {
namespace {

/// A source longer than any path matches nothing.
constexpr std::size_t longest_source = 4096;

std::string path_in(std::string const& folder, std::string const& name) {
    return folder.empty() ? name : folder + '/' + name;
}

/// A COPY source taken apart at the first component with wildcards.
struct SplitGlob {
    std::string base;  ///< literal folder; backslashes in it are literal too, as in BuildKit
    std::string pattern;
};

SplitGlob split(std::string const& glob) {
    std::size_t begin = 0;
    while (begin < glob.size()) {
        auto const slash = std::min(glob.find('/', begin), glob.size());
        if (has_wildcards(std::string_view(glob).substr(begin, slash - begin))) break;
        begin = slash + 1;
    }
    if (begin >= glob.size()) return {glob, {}};
    return {glob.substr(0, begin == 0 ? 0 : begin - 1), glob.substr(begin)};
}

/// The components of a pattern that can be matched one by one: a class or an escape may take in a
/// `/`, so such a pattern is only matched whole.
std::optional<std::vector<std::string_view>> components(std::string_view pattern) {
    if (pattern.find_first_of("[\\") != std::string_view::npos) return std::nullopt;
    std::vector<std::string_view> result;
    for (std::size_t at = 0; at <= pattern.size();) {
        auto const slash = std::min(pattern.find('/', at), pattern.size());
        result.push_back(pattern.substr(at, slash - at));
        at = slash + 1;
    }
    return result;
}

}  // namespace

/// Calls `visit` for every entry below a folder, links not followed. False when something could
/// not be listed or the bound was reached.
template <typename Visit>
bool TreeWalk::walk(Folder start, Visit visit) {
    bool is_complete = true;
    std::vector<Folder> open;
    open.push_back(std::move(start));
    while (!open.empty()) {
        auto const current = std::move(open.back());
        open.pop_back();
        auto const entries = files_.list(current.path);
        if (!entries) {
            is_complete = false;
            continue;
        }
        std::vector<Folder> inner;
        for (auto const& listed : *entries) {
            if (++entries_ > most_entries) return false;
            Entry entry{path_in(current.path, listed.name), {}, {}, listed.kind, listed.is_link};
            if (ignore_ != nullptr)
                entry.verdict = ignore_->verdict(entry.path, current.state, &entry.state);
            auto const next = visit(std::as_const(entry));
            if (next == Next::stop) return is_complete;
            if (next == Next::enter && entry.kind == FileKind::directory && !entry.is_link)
                inner.push_back({std::move(entry.path), std::move(entry.state)});
        }
        open.insert(open.end(), std::move_iterator(inner.rbegin()),
                    std::move_iterator(inner.rend()));
    }
    return is_complete;
}

TreeWalk::Folder TreeWalk::folder(std::string_view path) const {
    Folder result{std::string(path), {}};
    if (ignore_ == nullptr || path.empty()) return result;
    for (std::size_t slash = 0; slash != std::string_view::npos;) {
        slash = path.find('/', slash + 1);
        IgnoreState inner;
        static_cast<void>(ignore_->verdict(path.substr(0, slash), result.state, &inner));
        result.state = std::move(inner);
    }
    return result;
}

bool TreeWalk::keeps_something(Folder start) {
    if (start.state.closed) return false;
    bool found = false;
    bool const is_complete = walk(std::move(start), [&](Entry const& entry) {
        if (!entry.verdict.excluded) {
            found = true;
            return Next::stop;
        }
        return entry.state.closed ? Next::skip : Next::enter;
    });
    return found || !is_complete;
}

/// Whether the path is sent. A folder that is kept out is made all the same when something in it is
/// sent. What a link leads to must be sent as well.
bool TreeWalk::is_kept(std::string const& path, FileKind kind) {
    if (ignore_ == nullptr || path.empty()) return true;
    auto const is_sent = [&](std::string const& place) {
        if (!ignore_->verdict(place).excluded) return true;
        return kind == FileKind::directory && keeps_something(folder(place));
    };
    if (!is_sent(path)) return false;
    auto const target = files_.resolved(path);
    return !target || *target == path || target->empty() || is_sent(*target);
}

Presence TreeWalk::look(std::string const& path) {
    auto const kind = files_.status(path).kind;
    switch (kind) {
        case FileKind::missing:
            return Presence::missing;
        case FileKind::unknown:
            return Presence::unknown;
        case FileKind::file:
            return is_kept(path, kind) ? Presence::file : Presence::ignored;
        case FileKind::directory:
            return is_kept(path, kind) ? Presence::directory : Presence::ignored;
    }
    return Presence::unknown;
}

Found TreeWalk::matches(std::string_view glob, std::size_t limit) {
    Found result;
    if (glob.size() > longest_source) return result;
    auto const parts = split(clean_source_path(glob));
    auto const base = files_.status(parts.base).kind;
    if (base == FileKind::missing) return result;
    if (parts.pattern.empty()) {
        if (base == FileKind::unknown) return {{}, false};
        if (is_kept(parts.base, base)) result.paths.push_back(parts.base);
        return result;
    }
    if (base == FileKind::file) return result;

    auto const single = components(parts.pattern);
    auto const real_base = files_.resolved(parts.base).value_or(parts.base);
    auto const skipped = real_base.empty() ? 0 : real_base.size() + 1;
    result.is_complete = walk(folder(real_base), [&](Entry const& entry) {
        auto const below = std::string_view(entry.path).substr(skipped);
        auto const depth = static_cast<std::size_t>(std::ranges::count(below, '/'));
        bool const is_last = !single || depth + 1 == single->size();
        bool const fits = single ? glob_match((*single)[depth], base_name(below)) == GlobMatch::yes
                                 : glob_match(parts.pattern, below) == GlobMatch::yes;
        if (entry.state.closed && entry.verdict.excluded) return Next::skip;
        if (!fits) return single ? Next::skip : Next::enter;
        if (!is_last) return Next::enter;
        if (is_kept(entry.path, entry.kind)) result.paths.push_back(entry.path);
        return result.paths.size() < limit ? Next::skip : Next::stop;
    });
    std::ranges::sort(result.paths);
    return result;
}

std::vector<std::string> TreeWalk::files_below(std::string const& start, std::size_t limit,
                                               std::string_view left_out) {
    std::vector<std::string> files;
    if (limit == 0) return files;
    walk(folder(files_.resolved(start).value_or(start)), [&](Entry const& entry) {
        if (base_name(entry.path) == left_out) return Next::skip;
        if (entry.kind == FileKind::file && !entry.verdict.excluded) {
            files.push_back(entry.path);
            if (files.size() >= limit) return Next::stop;
        }
        return entry.state.closed ? Next::skip : Next::enter;
    });
    std::ranges::sort(files);
    return files;
}

}  // namespace dockcheck::context
