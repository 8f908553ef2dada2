// gitignore patterns: plain names are compared, the rest becomes a regular expression.
#include "analyzer/text/glob.hpp"

#include <algorithm>
#include <utility>

#include "analyzer/text/base_name.hpp"

namespace dockcheck {
namespace {

constexpr std::string_view metacharacters = "*?[\\";
constexpr std::size_t longest_glob = 4096;

bool is_literal(std::string_view text) {
    return text.find_first_of(metacharacters) == std::string_view::npos;
}

/// Writes a regular expression piece by piece while it reads a glob.
class Translator {
 public:
    explicit Translator(std::string_view glob) : glob_(glob) {}

    Result<std::string> translate() {
        while (at_ < glob_.size()) {
            char const c = glob_[at_];
            if (c == '*') {
                stars();
            } else if (c == '?') {
                ++at_;
                result_ += "[^/]";
            } else if (c == '[') {
                if (!bracket()) return tl::unexpected(Error{{}, "'[' without its ']'"});
            } else {
                literal();
            }
        }
        return std::move(result_);
    }

 private:
    // `**` is special only as a whole name between slashes; else it is a single `*` twice.
    void stars() {
        auto const begin = at_;
        while (at_ < glob_.size() && glob_[at_] == '*') ++at_;
        bool const at_start = begin == 0 || glob_[begin - 1] == '/';
        bool const whole_name = at_ - begin == 2 && at_start;
        if (whole_name && at_ == glob_.size()) {
            result_ += begin == 0 ? ".*" : ".+";
        } else if (whole_name && glob_[at_] == '/') {
            ++at_;
            result_ += "(?:.*/)?";
        } else {
            result_ += "[^/]*";
        }
    }

    bool bracket() {
        auto inside = at_ + 1;
        std::string set = "[";
        if (inside < glob_.size() && (glob_[inside] == '!' || glob_[inside] == '^')) {
            set += "^/";
            ++inside;
        }
        auto const first = inside;
        for (; inside < glob_.size(); ++inside) {
            char c = glob_[inside];
            if (c == ']' && inside != first) {
                result_ += set + "]";
                at_ = inside + 1;
                return true;
            }
            if (c == '[' && glob_.substr(inside).starts_with("[:")) {
                auto const close = glob_.find(":]", inside + 2);
                if (close != std::string_view::npos) {
                    set += glob_.substr(inside, close + 2 - inside);
                    inside = close + 1;
                    continue;
                }
            }
            if (c == '\\' && inside + 1 < glob_.size()) c = glob_[++inside];
            bool const is_range = c == '-' && inside != first;
            if (!is_range && std::string_view("[]^-\\").find(c) != std::string_view::npos) {
                set += '\\';
            }
            set += c;
        }
        return false;
    }

    void literal() {
        if (glob_[at_] == '\\' && at_ + 1 < glob_.size()) ++at_;
        auto const begin = at_++;
        while (at_ < glob_.size() && metacharacters.find(glob_[at_]) == std::string_view::npos) {
            ++at_;
        }
        result_ += Pattern::quote(glob_.substr(begin, at_ - begin));
    }

    std::string_view glob_;
    std::size_t at_ = 0;
    std::string result_;
};

}  // namespace

Result<Glob> Glob::compile(std::string_view pattern) {
    if (pattern.size() > longest_glob) return tl::unexpected(Error{{}, "the pattern is too long"});
    Glob glob;
    if (pattern.starts_with('!')) {
        glob.negated_ = true;
        pattern.remove_prefix(1);
    }
    if (pattern.starts_with("./")) pattern.remove_prefix(1);
    if (pattern.ends_with('/')) {
        glob.folders_alone_ = true;
        pattern.remove_suffix(1);
    }
    bool const anchored = pattern.find('/') != std::string_view::npos;
    if (pattern.starts_with('/')) pattern.remove_prefix(1);
    if (pattern.empty()) return tl::unexpected(Error{{}, "the pattern is empty"});

    if (is_literal(pattern)) {
        glob.form_ = anchored ? Form::path : Form::name;
        glob.literal_ = pattern;
        return glob;
    }
    if (!anchored && pattern.starts_with('*') && is_literal(pattern.substr(1))) {
        glob.form_ = Form::ending;
        glob.literal_ = pattern.substr(1);
        return glob;
    }
    auto expression = Translator(pattern).translate();
    if (!expression) return tl::unexpected(expression.error());
    auto compiled = Pattern::compile(anchored ? *expression : "(?:.*/)?" + *expression);
    if (!compiled) return tl::unexpected(compiled.error());
    glob.form_ = Form::pattern;
    glob.pattern_ = std::move(*compiled);
    return glob;
}

bool Glob::matches(std::string_view path, EntryKind kind) const {
    if (folders_alone_ && kind != EntryKind::directory) return false;
    switch (form_) {
        case Form::name:
            return base_name(path) == literal_;
        case Form::ending:
            return base_name(path).ends_with(literal_);
        case Form::path:
            return path == literal_;
        case Form::pattern:
            return pattern_->matches(path);
    }
    return false;
}

void GlobList::add_lines(std::string_view text) {
    while (!text.empty()) {
        auto const end = std::min(text.find('\n'), text.size());
        auto line = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (line.ends_with('\r')) line.remove_suffix(1);
        // Trailing blanks count only behind a backslash.
        while (line.ends_with(' ') && !line.ends_with("\\ ")) line.remove_suffix(1);
        if (line.empty() || line.starts_with('#')) continue;
        if (auto glob = Glob::compile(line)) add(std::move(*glob));
    }
}

GlobVerdict GlobList::verdict(std::string_view path, EntryKind kind) const {
    for (auto glob = globs_.rbegin(); glob != globs_.rend(); ++glob) {
        if (glob->matches(path, kind)) {
            return glob->negated() ? GlobVerdict::included : GlobVerdict::excluded;
        }
    }
    return GlobVerdict::nothing;
}

bool GlobList::cover(std::string_view file) const {
    if (globs_.empty()) return false;
    for (auto slash = file.find('/'); slash != std::string_view::npos;
         slash = file.find('/', slash + 1)) {
        if (slash == 0) continue;
        auto const folder = file.substr(0, slash);
        if (verdict(folder, EntryKind::directory) == GlobVerdict::excluded) return true;
    }
    return verdict(file, EntryKind::file) == GlobVerdict::excluded;
}

}  // namespace dockcheck
