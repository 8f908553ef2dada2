// Following `require_relative` from source to source, line by line (Ruby documentation, "Kernel").
#include "analyzer/model/ruby_program.hpp"

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "analyzer/model/directories.hpp"
#include "analyzer/model/paths.hpp"
#include "analyzer/model/placed_file.hpp"
#include "analyzer/model/started_files.hpp"
#include "analyzer/model/word_list.hpp"

namespace dockcheck::model {
namespace {

/// Sources of one program that are looked at.
constexpr std::size_t most_sources_of_ruby = 100;
constexpr std::size_t largest_source_of_ruby = std::size_t{256} * 1024;

struct Required {
    std::string_view name;  ///< as written
    Span span;
};

/// The statements at the top of a source that certainly run: what stands in blocks is left out, and
/// all behind a text of several lines, which may look like anything.
class TopLines {
 public:
    TopLines(std::string_view text, std::string_view keyword) : text_(text), keyword_(keyword) {}

    std::vector<Required> read() {
        std::vector<Required> found;
        for (std::size_t begin = 0; begin < text_.size();) {
            auto const end = std::min(text_.find('\n', begin), text_.size());
            auto line = text_.substr(begin, end - begin);
            if (line.ends_with('\r')) line.remove_suffix(1);
            if (line == "__END__" || begins_text(line)) break;
            follow(line);
            if (depth_ == 0 && !in_comment_) read_line(line, begin, found);
            begin = end + 1;
        }
        return found;
    }

 private:
    static bool begins_text(std::string_view line) {
        for (auto at = line.find("<<"); at != line.npos; at = line.find("<<", at + 2)) {
            auto const behind = line.substr(at + 2);
            if (behind.empty()) continue;
            char const c = behind.front();
            if (c == '~' || c == '-' || c == '"' || c == '\'' || c == '`' || (c >= 'A' && c <= 'Z'))
                return true;
        }
        return line.find("%q") != line.npos || line.find("%Q") != line.npos;
    }

    void follow(std::string_view line) {
        if (line.starts_with("=begin")) in_comment_ = true;
        if (line.starts_with("=end")) in_comment_ = false;
        if (in_comment_ || line.empty() || line.front() == ' ' || line.front() == '\t') return;
        static constexpr WordList openers =
            " begin if unless case while until for def class module BEGIN END ";
        auto const word = line.substr(0, std::min(line.find_first_of(" (;"), line.size()));
        bool const ends = line == "end" || line.starts_with("end ") || line.starts_with("end.");
        bool const is_block = line.ends_with(" do") || line.ends_with("|") || line.ends_with("{");
        bool const is_whole = line.ends_with(" end") || line.ends_with(";end");
        if ((openers.holds(word) || is_block) && !is_whole) ++depth_;
        if ((ends || line.starts_with('}')) && depth_ > 0) --depth_;
    }

    void read_line(std::string_view line, std::size_t begin, std::vector<Required>& found) const {
        if (!line.starts_with(keyword_)) return;
        auto at = line.find_first_not_of(" (", keyword_.size());
        if (at == line.npos || (line[at] != '"' && line[at] != '\'')) return;
        auto const close = line.find(line[at], at + 1);
        if (close == line.npos) return;
        auto const name = line.substr(at + 1, close - at - 1);
        auto behind = line.substr(close + 1);
        while (!behind.empty() && (behind.front() == ' ' || behind.front() == ')'))
            behind.remove_prefix(1);
        bool const is_alone = behind.empty() || behind.front() == '#';
        if (!is_alone || name.empty() || name.find_first_of("#\\") != name.npos) return;
        found.push_back({name,
                         {static_cast<std::uint32_t>(begin + at),
                          static_cast<std::uint32_t>(begin + close + 1)}});
    }

    std::string_view text_;
    std::string_view keyword_;
    int depth_ = 0;
    bool in_comment_ = false;
};

class RubyWalker {
 public:
    RubyWalker(Build const& build, Stage const& stage) : build_(build), stage_(stage) {}

    std::optional<MissingSource> walk(std::string start) {
        ahead_.push_back(std::move(start));
        while (!ahead_.empty() && seen_.size() < most_sources_of_ruby) {
            auto const path = std::move(ahead_.back());
            ahead_.pop_back();
            if (auto found = read(path)) return found;
        }
        return std::nullopt;
    }

    [[nodiscard]] std::vector<LoadedFeature> features() {
        return speaks_of_bundler_ ? std::vector<LoadedFeature>() : std::move(features_);
    }

 private:
    std::optional<MissingSource> read(std::string const& path) {
        auto const file = placed_file(build_, stage_, path);
        auto const* source = file ? build_.context()->read(*file) : nullptr;
        if (source == nullptr || source->bytes().size() > largest_source_of_ruby) return {};
        if (!seen_.insert(*file).second) return {};
        for (auto const& required : TopLines(source->bytes(), "require").read())
            features_.push_back({required.name, {source, required.span}});
        speaks_of_bundler_ |= source->bytes().find("undler") != std::string_view::npos;
        for (auto const& required : TopLines(source->bytes(), "require_relative").read()) {
            auto wanted = clean_path(path + "/../" + std::string(required.name));
            bool const is_whole = wanted.ends_with(".rb");
            auto const whole = is_whole ? wanted : wanted + ".rb";
            if (placed_file(build_, stage_, whole)) {
                ahead_.push_back(whole);
                continue;
            }
            static constexpr std::string_view endings[] = {"", ".rb", ".so"};
            auto const absent = absent_file(build_, stage_, wanted, endings);
            if (!absent) continue;
            auto& arena = build_.arena();
            return MissingSource{arena.copy(required.name),
                                 {source, required.span},
                                 arena.copy(whole),
                                 arena.copy(absent->hidden),
                                 absent->folder};
        }
        return {};
    }

    Build const& build_;
    Stage const& stage_;
    std::vector<std::string> ahead_{};
    std::set<std::string> seen_{};
    std::vector<LoadedFeature> features_{};
    bool speaks_of_bundler_ = false;
};

/// The file that is loaded first.
std::optional<std::string> first_source(Build const& build, Stage const& stage,
                                        Command const& command) {
    static constexpr WordList servers = " falcon iodine puma rackup thin unicorn ";
    auto const words = words_behind_runners(command);
    auto const program = words.empty() ? std::string_view() : words[0].value.text_or_empty();
    if (program != "ruby" && !servers.holds(program)) return std::nullopt;
    if (auto const* word = started_file(command)) {
        auto const path = path_of(build, stage, command, word->value).known();
        return path ? std::optional(std::string(*path)) : std::nullopt;
    }
    if (program == "ruby") return std::nullopt;
    for (auto const& word : words.subspan(1)) {
        auto const text = word.value.known();
        // It may name another one.
        if (!text || text->ends_with(".ru") || *text == "-C" || *text == "-c" || *text == "--dir"
            || text->starts_with("--config")) {
            return std::nullopt;
        }
    }
    auto const folder = directory_of(build, stage, command).known();
    return folder ? std::optional(clean_path(std::string(*folder) + "/config.ru")) : std::nullopt;
}

}  // namespace

std::optional<MissingSource> missing_ruby_source(Build const& build, Stage const& stage,
                                                 Command const& command) {
    if (build.context() == nullptr) return std::nullopt;
    auto const first = first_source(build, stage, command);
    return first ? RubyWalker(build, stage).walk(*first) : std::nullopt;
}

std::vector<LoadedFeature> loaded_features(Build const& build, Stage const& stage,
                                           Command const& command) {
    if (build.context() == nullptr) return {};
    auto const first = first_source(build, stage, command);
    RubyWalker walker(build, stage);
    if (!first || walker.walk(*first)) return {};
    return walker.features();
}

}  // namespace dockcheck::model
