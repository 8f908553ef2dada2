// Looking for a few elements of pom.xml by their paths (maven.apache.org/pom.html), and for the
// plugin of Gradle (docs.spring.io/spring-boot/gradle-plugin).
#include "analyzer/model/maven_projects.hpp"

#include <algorithm>
#include <charconv>
#include <vector>

#include "analyzer/model/base_image.hpp"
#include "analyzer/model/directories.hpp"
#include "analyzer/model/earlier_files.hpp"
#include "analyzer/model/file_changes.hpp"
#include "analyzer/model/named_writes.hpp"
#include "analyzer/model/package_settings.hpp"
#include "analyzer/model/packages.hpp"
#include "analyzer/model/paths.hpp"
#include "analyzer/model/placed_file.hpp"
#include "analyzer/model/word_list.hpp"
#include "analyzer/text/base_name.hpp"

namespace dockcheck::model {
namespace {

/// The texts of elements that hold nothing but text, by the names of the elements around them.
class PomElements {
 public:
    explicit PomElements(std::string_view text) {
        std::vector<std::string_view> open;
        for (auto at = text.find('<'); at != text.npos; at = text.find('<', at)) {
            if (text.substr(at).starts_with("<!--")) {
                auto const end = text.find("-->", at);
                if (end == text.npos) return;
                at = end + 3;
                continue;
            }
            auto const end = text.find('>', at);
            if (end == text.npos) return;
            auto tag = text.substr(at + 1, end - at - 1);
            at = end + 1;
            if (tag.empty() || tag.front() == '?' || tag.front() == '!' || tag.back() == '/')
                continue;
            if (tag.front() == '/') {
                if (open.empty()) return;
                open.pop_back();
                continue;
            }
            tag = tag.substr(0, tag.find_first_of(" \t\r\n"));
            open.push_back(tag);
            auto const next = std::min(text.find('<', at), text.size());
            auto const value = without_space(text.substr(at, next - at));
            if (!value.empty()) found_.push_back({joined(open), value});
        }
        is_whole_ = open.empty();
    }

    [[nodiscard]] bool is_whole() const { return is_whole_; }
    /// The text of the element at a path ("project/build/finalName"), or empty.
    [[nodiscard]] std::string_view at(std::string_view path) const {
        auto const one = std::ranges::find(found_, path, &Element::path);
        return one == found_.end() ? std::string_view() : one->text;
    }

 private:
    struct Element {
        std::string path;
        std::string_view text;
    };

    static std::string joined(std::vector<std::string_view> const& names) {
        std::string path;
        for (auto const name : names) path += (path.empty() ? "" : "/") + std::string(name);
        return path;
    }
    static std::string_view without_space(std::string_view text) {
        auto const begin = text.find_first_not_of(" \t\r\n");
        if (begin == text.npos) return {};
        return text.substr(begin, text.find_last_not_of(" \t\r\n") + 1 - begin);
    }

    std::vector<Element> found_;
    bool is_whole_ = false;
};

bool names_one_of(std::string_view text, std::initializer_list<std::string_view> words) {
    return std::ranges::any_of(words,
                               [&](std::string_view word) { return text.find(word) != text.npos; });
}

/// What a pom.xml certainly calls its jar; empty where something may call it otherwise.
std::string jar_name(std::string_view text) {
    static constexpr std::string_view movers[] = {
        "classifier", "assembly", "shade",   "outputFile",  "outputDirectory", "antrun",
        "<profile",   "<modules", "quarkus", "copy-rename", "<directory>",     "micronaut"};
    for (auto const word : movers) {
        if (text.find(word) != text.npos) return {};
    }
    PomElements const pom(text);
    auto const packaging = pom.at("project/packaging");
    auto const parent = pom.at("project/parent/artifactId");
    auto const artifact = pom.at("project/artifactId");
    // Another parent may say how things are called.
    bool const is_plain = pom.is_whole() && (packaging.empty() || packaging == "jar")
                          && (parent.empty() || parent == "spring-boot-starter-parent");
    auto version = pom.at("project/version");
    if (version.empty()) version = pom.at("project/parent/version");
    if (!is_plain || artifact.empty() || version.empty()) return {};
    auto const final_name = pom.at("project/build/finalName");
    auto name = final_name.empty() ? std::string(artifact) + "-" + std::string(version)
                                   : std::string(final_name);
    auto const put_in = [&](std::string_view variable, std::string_view value) {
        if (auto const at = name.find(variable); at != name.npos)
            name.replace(at, variable.size(), value);
    };
    for (auto const* prefix : {"${project.", "${"}) {
        put_in(std::string(prefix) + "artifactId}", artifact);
        put_in(std::string(prefix) + "version}", version);
    }
    return name.find('$') == name.npos ? name + ".jar" : std::string();
}

/// `mvn -B clean package -DskipTests`, whose words move nothing.
bool packages_plainly(Command const& command) {
    static constexpr WordList programs = " mvn mvnw ";
    static constexpr WordTable words =
        " clean compile test package verify install dependency:go-offline dependency:resolve -B -q "
        "-o -e -U -X -ntp -am -T --batch-mode --quiet --offline --no-transfer-progress --errors "
        "-DskipTests -Dmaven.test.skip -DskipITs 1C 2C 4 -T1C -C ";
    if (!programs.holds(command.program)) return false;
    for (auto const& argument : command.arguments.subspan(1)) {
        auto const text = argument.value.known();
        if (!text || !words.holds(text->substr(0, text->find('=')))) return false;
    }
    static constexpr std::string_view phases[] = {"package", "verify", "install"};
    return std::ranges::any_of(phases, [&](auto phase) {
        return std::ranges::any_of(command.arguments, [&](Argument const& one) {
            return one.value.text_or_empty() == phase;
        });
    });
}

/// Steps that make no jar, and rename none.
bool makes_no_jar(Build const& build, Stage const& stage, Command const& command,
                  std::string_view path) {
    if (has_word_with(command, ".jar") || has_word_with(command, "pom.xml")) {
        return command.program == "ls" || command.program == "rm" || command.program == "java";
    }
    if (command.program == "mvn" || command.program == "mvnw") {
        return has_word_with(command, "dependency:") && !has_word_with(command, "copy");
    }
    return command.arguments.empty() || writes_no_project_files(command, build.arena())
           || edits_in_place(command) || writes_elsewhere(build, stage, command, path);
}

/// Looks through the steps of a stage.
class MavenSearch {
 public:
    MavenSearch(Build const& build, Stage const& stage, std::string_view path)
        : build_(build), stage_(stage), path_(path) {}

    MavenJar find() {
        for (auto const* part = &stage_; part != nullptr; part = part->parent) {
            if (!part->triggered.instructions.empty() || part->may_set_more) return {};
            for (auto const& transfer : part->transfers) {
                auto const target = target_of(transfer);
                bool const is_near = target.empty() || target == path_ || lies_below(path_, target);
                if (is_near && (transfer.from != nullptr || transfer.is_add)) return {};
                if (target == path_) return {};
            }
            for (auto const& instruction : part->instructions) {
                if (instruction.keyword == ast::Keyword::run
                    && part->commands_of(instruction).empty()) {
                    return {};
                }
            }
            for (auto const& command : part->commands) {
                if (command.use == Use::run && !see(*part, command)) return {};
            }
        }
        return found_;
    }

 private:
    bool see(Stage const& part, Command const& command) {
        if (!packages_plainly(command)) return makes_no_jar(build_, part, command, path_);
        auto const where = directory_of(build_, part, command).known();
        if (!where || has_settings(command)) return false;
        auto const folder = clean_path(*where);
        auto const target = (folder == "/" ? std::string() : folder) + "/target";
        if (path_.substr(0, path_.rfind('/')) != target) return false;
        auto const manifest = placed_file(build_, stage_, clean_path(folder + "/pom.xml"));
        auto const* source = manifest ? build_.context()->read(*manifest) : nullptr;
        if (source == nullptr) return false;
        auto const name = jar_name(source->bytes());
        auto const wanted = base_name(path_);
        auto const stem =
            std::string_view(name).substr(0, name.size() - std::min<std::size_t>(4, name.size()));
        // The sources, the tests and the like have names that begin alike.
        if (name.empty() || wanted == name || wanted.starts_with(std::string(stem) + "-")
            || wanted.starts_with("original-")) {
            return false;
        }
        found_ = {&command, target + "/" + name, *manifest};
        return true;
    }

    [[nodiscard]] bool has_settings(Command const& command) const {
        static constexpr std::string_view names[] = {"MAVEN_ARGS", "MAVEN_OPTS", "MAVEN_CONFIG"};
        return std::ranges::any_of(names, [&](std::string_view name) {
            return is_mentioned_before(build_, stage_, command, name);
        });
    }

    Build const& build_;
    Stage const& stage_;
    std::string_view path_;
    MavenJar found_;
};

/// A version with two numbers at least.
std::optional<SpringBoot> version_at(Source const& source, std::string_view text) {
    SpringBoot boot;
    auto const* const end = text.data() + text.size();
    auto const first = std::from_chars(text.data(), end, boot.major);
    if (first.ec != std::errc() || first.ptr == end || *first.ptr != '.') return std::nullopt;
    auto const second = std::from_chars(first.ptr + 1, end, boot.minor);
    if (second.ec != std::errc()) return std::nullopt;
    boot.version = std::string(text);
    auto const begin = static_cast<std::uint32_t>(text.data() - source.bytes().data());
    boot.place = {&source, {begin, begin + static_cast<std::uint32_t>(text.size())}};
    return boot;
}

/// What one build file says; `is_clear` is false where it speaks of Spring Boot and not of a
/// number.
std::optional<SpringBoot> version_in(Source const& source, bool is_pom, bool& is_clear) {
    auto const text = source.bytes();
    if (is_pom) {
        constexpr std::string_view parent = "<artifactId>spring-boot-starter-parent</artifactId>";
        auto const at = text.find(parent);
        if (at == text.npos) {
            is_clear = text.find("spring-boot") == text.npos
                       || text.find("spring-boot-dependencies") == text.npos;
            return std::nullopt;
        }
        auto const end = std::min(text.find("</parent>", at), text.size());
        constexpr std::string_view element = "<version>";
        auto const begin = text.find(element, at);
        if (begin == text.npos || begin > end) {
            is_clear = false;
            return std::nullopt;
        }
        auto const value = text.substr(begin + element.size());
        auto found = version_at(source, value.substr(0, value.find('<')));
        is_clear = found.has_value();
        return found;
    }
    constexpr std::string_view plugin = "org.springframework.boot";
    for (auto at = text.find(plugin); at != text.npos; at = text.find(plugin, at + 1)) {
        auto const line = text.substr(at, text.find('\n', at) - at);
        auto const word = line.find("version");
        bool const is_id = line.size() > plugin.size()
                           && (line[plugin.size()] == '\'' || line[plugin.size()] == '"');
        if (!is_id || word == line.npos) continue;
        auto const open = line.find_first_of("'\"", word);
        if (open == line.npos) break;
        auto const close = line.find(line[open], open + 1);
        if (close == line.npos) break;
        auto found = version_at(source, line.substr(open + 1, close - open - 1));
        is_clear = found.has_value();
        return found;
    }
    is_clear = text.find(plugin) == text.npos;
    return std::nullopt;
}

}  // namespace

MavenJar maven_jar_instead(Build const& build, Stage const& stage, std::string_view path) {
    bool const is_subject = path.ends_with(".jar") && path.find("/target/") != path.npos;
    if (!is_subject || build.context() == nullptr || known_image(stage.root()) == nullptr)
        return {};
    return MavenSearch(build, stage, path).find();
}

std::optional<SpringBoot> spring_boot(Build const& build) {
    auto const* context = build.context();
    if (context == nullptr) return std::nullopt;
    std::optional<SpringBoot> found;
    for (auto const* pattern :
         {"pom.xml", "build.gradle", "build.gradle.kts", "*/pom.xml", "*/build.gradle",
          "*/build.gradle.kts", "*/*/pom.xml", "*/*/build.gradle", "*/*/build.gradle.kts"}) {
        for (auto const& path : context->matches(pattern)) {
            auto const* source = context->read(path);
            if (source == nullptr) return std::nullopt;
            if (names_one_of(source->bytes(),
                             {"loaderImplementation", "spring-boot-loader-classic"}))
                return std::nullopt;
            bool is_clear = true;
            auto one = version_in(*source, path.ends_with(".xml"), is_clear);
            if (!is_clear && !one) return std::nullopt;
            if (!one) continue;
            if (found && (found->major != one->major || found->minor != one->minor))
                return std::nullopt;
            if (!found) found = std::move(one);
        }
    }
    return found;
}

}  // namespace dockcheck::model
