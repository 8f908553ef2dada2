// go.mod, Gemfile, Gemfile.lock and files that hold a version: line after line.
#include <algorithm>

#include "analyzer/context/manifests/readers.hpp"

namespace dockcheck::context {
namespace {

constexpr auto nowhere = std::string_view::npos;

std::string_view without_comment(std::string_view line, std::string_view sign) {
    return trim_blanks(line.substr(0, line.find(sign)));
}

/// The text between the first pair of quotes, or an empty one.
std::string_view quoted_in(std::string_view line) {
    auto const begin = line.find_first_of("'\"");
    if (begin == nowhere) return {};
    auto const end = line.find(line[begin], begin + 1);
    return end == nowhere ? std::string_view() : line.substr(begin + 1, end - begin - 1);
}

/// `:development, :test` and `group: :test`: the names behind colons.
void add_symbols(std::string_view text, std::vector<std::string>& names) {
    for (auto at = text.find(':'); at != nowhere; at = text.find(':', at + 1)) {
        auto const end = std::min(
            text.find_first_not_of("abcdefghijklmnopqrstuvwxyz_0123456789", at + 1), text.size());
        auto const name = text.substr(at + 1, end - at - 1);
        bool const is_key = end < text.size() && text[end] == ':';
        if (!name.empty() && !is_key) names.emplace_back(name);
    }
}

/// Reads a Gemfile as far as its lines are those that everybody writes.
class GemfileReader {
 public:
    explicit GemfileReader(std::string_view text) : text_(text) {}

    Manifest read() {
        auto rest = text_;
        while (!rest.empty()) read_line(without_comment(take_line(rest), "#"));
        return std::move(manifest_);
    }

 private:
    void read_line(std::string_view line) {
        if (line.empty()) return;
        auto const word = line.substr(0, line.find_first_of(" (\t"));
        bool const opens = line.ends_with(" do") || line == "do";
        if (word == "group") {
            group_.clear();
            add_symbols(line, group_);
            if (auto const name = quoted_in(line); !name.empty()) group_.emplace_back(name);
            manifest_.groups.insert(manifest_.groups.end(), group_.begin(), group_.end());
            if (opens) ++depth_;
            return;
        }
        if (word == "gem") return add_gem(line);
        if (word == "ruby") return add_version(line);
        if (word == "gemspec" || word == "eval_gemfile" || word == "instance_eval") {
            manifest_.is_complete = false;
        }
        if (opens || word == "if" || word == "unless" || word == "case") ++depth_;
        if (word == "end" && depth_ > 0 && --depth_ == 0) group_.clear();
    }

    void add_gem(std::string_view line) {
        auto const name = quoted_in(line);
        if (name.empty()) {
            manifest_.is_complete = false;
            return;
        }
        std::vector<std::string> groups = group_;
        if (auto const at = line.find("group"); at != nowhere) {
            add_symbols(line.substr(at + 5), groups);
            manifest_.groups.insert(manifest_.groups.end(), groups.begin(), groups.end());
        }
        auto const is_development = [](std::string const& group) {
            return group == "development" || group == "test";
        };
        bool const all = !groups.empty() && std::ranges::all_of(groups, is_development);
        manifest_.dependencies.push_back({std::string(name), {}, span_in(text_, name), all});
    }

    void add_version(std::string_view line) {
        auto const version = quoted_in(line);
        if (version.empty() || line.find("file:") != nowhere) return;
        bool const is_list = line.find(',') != nowhere;
        if (!is_list) manifest_.language_version = {std::string(version), span_in(text_, version)};
    }

    std::string_view text_;
    Manifest manifest_;
    std::vector<std::string> group_;
    std::size_t depth_ = 0;
};

}  // namespace

std::string_view take_line(std::string_view& text) {
    auto const end = std::min(text.find('\n'), text.size());
    auto line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.ends_with('\r')) line.remove_suffix(1);
    return line;
}

std::string_view trim_blanks(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
    return text;
}

Span span_in(std::string_view whole, std::string_view part) {
    auto const begin = static_cast<std::uint32_t>(part.data() - whole.data());
    return {begin, begin + static_cast<std::uint32_t>(part.size())};
}

std::optional<Manifest> read_gemfile(std::string_view text) { return GemfileReader(text).read(); }

std::optional<Manifest> read_gemfile_lock(std::string_view text) {
    Manifest manifest;
    auto rest = text;
    std::string_view section;
    while (!rest.empty()) {
        auto const line = take_line(rest);
        auto const content = trim_blanks(line);
        if (content.empty()) continue;
        if (line.front() != ' ') {
            section = content;
            continue;
        }
        if (section == "PLATFORMS")
            manifest.platforms.push_back({std::string(content), {}, span_in(text, content), false});
        bool const is_gem = line.starts_with("    ") && !line.starts_with("     ");
        if (is_gem && section != "DEPENDENCIES" && section != "PLATFORMS") {
            auto const name = content.substr(0, content.find(' '));
            auto version = content.substr(name.size());
            version = trim_blanks(version);
            if (version.starts_with('(') && version.ends_with(')')) {
                version = version.substr(1, version.size() - 2);
            }
            manifest.dependencies.push_back(
                {std::string(name), std::string(version), span_in(text, name), false});
        } else if (section == "BUNDLED WITH") {
            manifest.tool_version = {std::string(content), span_in(text, content)};
        } else if (section == "RUBY VERSION" && content.starts_with("ruby ")) {
            auto const version =
                content.substr(5, content.find('p') == nowhere ? nowhere : content.find('p') - 5);
            manifest.language_version = {std::string(version), span_in(text, version)};
        }
    }
    return manifest;
}

std::optional<Manifest> read_cargo_lock(std::string_view text) {
    Manifest manifest;
    auto rest = text;
    while (!rest.empty()) {
        auto const line = trim_blanks(take_line(rest));
        if (line.starts_with('[')) break;
        constexpr std::string_view key = "version =";
        if (!line.starts_with(key)) continue;
        auto const version = trim_blanks(line.substr(key.size()));
        manifest.language_version = {std::string(version), span_in(text, version)};
    }
    return manifest;
}

/// `replace example.com/proto v1 => ../proto`, and the same line in a list of them.
std::optional<Dependency> replaced_module(std::string_view text, std::string_view line) {
    constexpr std::string_view keyword = "replace ";
    constexpr std::string_view arrow = "=> ";
    auto const at = line.find(arrow);
    if (at == nowhere) return std::nullopt;
    auto const folder = trim_blanks(line.substr(at + arrow.size()));
    if (!folder.starts_with("./") && !folder.starts_with("../")) return std::nullopt;
    auto const front = line.starts_with(keyword) ? keyword.size() : 0;
    auto const name = trim_blanks(line.substr(front, at - front));
    // `name v1.0.0 =>` is for that version alone, which something else may ask for.
    if (name.find(' ') != nowhere) return std::nullopt;
    return Dependency{std::string(name), std::string(folder), span_in(text, name), false};
}

std::optional<Manifest> read_go_mod(std::string_view text) {
    Manifest manifest;
    auto rest = text;
    bool in_list = false;
    while (!rest.empty()) {
        auto const line = without_comment(take_line(rest), "//");
        if (line == ")") in_list = false;
        if (line.starts_with("require (")) in_list = true;
        auto const word = line.substr(0, line.find(' '));
        auto const behind = trim_blanks(line.substr(word.size()));
        // A module that is replaced by a folder has a go.mod of its own.
        if (line.find("=> .") != nowhere) manifest.is_complete = false;
        if (auto replaced = replaced_module(text, line)) {
            manifest.local_packages.push_back(std::move(*replaced));
        }
        if (word == "module" && behind != "(") {
            manifest.package_name = behind.starts_with('"') ? quoted_in(behind) : behind;
        } else if (word == "go" && !behind.empty()) {
            manifest.language_version = {std::string(behind), span_in(text, behind)};
        } else if (word == "toolchain" && !behind.empty()) {
            manifest.tool_version = {std::string(behind), span_in(text, behind)};
        } else if (word == "require" && behind != "(") {
            auto const name = behind.substr(0, behind.find(' '));
            manifest.dependencies.push_back({std::string(name), {}, span_in(text, name), false});
        } else if (in_list && !behind.empty() && word != "require") {
            manifest.dependencies.push_back(
                {std::string(word), std::string(behind), span_in(text, word), false});
        }
    }
    return manifest;
}

std::optional<Manifest> read_version_file(std::string_view text) {
    Manifest manifest;
    auto rest = text;
    while (!rest.empty()) {
        auto const line = without_comment(take_line(rest), "#");
        if (line.empty()) continue;
        // Several lines name several versions: of .python-version the first is used.
        manifest.language_version = {std::string(line), span_in(text, line)};
        break;
    }
    return manifest;
}

}  // namespace dockcheck::context
