// Looking for the few elements and words that choose a release (Apache Maven Compiler Plugin,
// "compile"; Spring Boot, "Using the Parent POM"; Gradle, "Building Java & JVM projects").
#include "analyzer/context/java_project.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

#include "analyzer/context/manifests/readers.hpp"

namespace dockcheck::context {
namespace {

/// "17", and "1.8" for 8; nothing for what is no such number.
std::optional<std::uint32_t> release_of(std::string_view text) {
    if (text.starts_with("1.")) text.remove_prefix(2);
    std::uint32_t number = 0;
    auto const* const end = text.data() + text.size();
    auto const [last, error] = std::from_chars(text.data(), end, number);
    constexpr std::uint32_t most = 99;
    if (error != std::errc{} || last != end || number == 0 || number > most) return std::nullopt;
    return number;
}

/// A file that says its release more often than this is read no further, and nothing is certain.
constexpr int most_values = 100;

/// Puts blanks over what stands between two marks, so that all other places stay.
void blank_out(std::string& text, std::string_view begin, std::string_view end) {
    for (auto at = text.find(begin); at != text.npos; at = text.find(begin, at)) {
        // A scheme of an address is no comment, nor is a pattern of paths: `**/*.java`.
        bool const is_address = begin == "//" && at > 0 && text[at - 1] == ':';
        bool const is_pattern =
            begin == "/*" && at > 0
            && std::string_view(" \t\r\n;{}(),").find(text[at - 1]) == std::string_view::npos;
        if (is_address || is_pattern) {
            at += begin.size();
            continue;
        }
        auto const last = text.find(end, at + begin.size());
        auto const size = last == text.npos ? text.size() - at : last + end.size() - at;
        std::replace_if(
            text.begin() + static_cast<std::ptrdiff_t>(at),
            text.begin() + static_cast<std::ptrdiff_t>(at + size),
            [](char byte) { return byte != '\n'; }, ' ');
        at += size;
    }
}

bool has_any(std::string_view text, std::initializer_list<std::string_view> words) {
    return std::ranges::any_of(words,
                               [&](std::string_view word) { return text.find(word) != text.npos; });
}

/// Reads a pom.xml by the names of its elements; where one stands is asked where it matters.
class PomReader {
 public:
    explicit PomReader(std::string_view text) : bytes_(text) {
        blank_out(bytes_, "<!--", "-->");
        text_ = bytes_;
    }

    JavaProject read() {
        // Other compilers have settings of their own, and these go over what was compiled.
        if (has_any(text_, {"kotlin-maven-plugin", "scala-maven-plugin", "gmavenplus",
                            "retrolambda", "groovy-eclipse", "<compilerArg", "<compilerArgument",
                            // With attributes, of which nobody knows what they do.
                            "<release ", "<target ", "<java.version ", "<maven.compiler.release ",
                            "<maven.compiler.target "})) {
            project_.is_certain = false;
        }
        project_.has_toolchain = text_.find("toolchain") != text_.npos;
        read_names();
        bool const is_of_boot = project_.parent == "spring-boot-starter-parent";
        bool const is_alone = project_.parent.empty();
        read_all("maven.compiler.release", is_alone || is_of_boot);
        // Where a release is said as well, this one is not looked at; both are then numbers that
        // may hold.
        read_all("maven.compiler.target", is_alone);
        read_all("java.version", is_of_boot);
        read_plugins();
        if (values_ > most_values) project_.is_certain = false;
        return std::move(project_);
    }

 private:
    /// The text of an element at or behind a place, with blanks taken off; empty when none is.
    [[nodiscard]] std::string_view element(std::string_view name, std::size_t& at,
                                           std::size_t end) const {
        auto const open = "<" + std::string(name) + ">";
        auto const found = text_.find(open, at);
        if (found == text_.npos || found >= end) {
            at = text_.npos;
            return {};
        }
        auto const begin = found + open.size();
        at = begin;
        return trim_blanks(text_.substr(begin, text_.find('<', begin) - begin));
    }

    [[nodiscard]] bool is_in(std::size_t at, std::string_view name) const {
        auto const open = text_.rfind("<" + std::string(name) + ">", at);
        if (open == text_.npos) return false;
        auto const close = text_.find("</" + std::string(name) + ">", open);
        return close == text_.npos || close > at;
    }

    void read_names() {
        auto const parent = text_.find("<parent>");
        auto const parent_end = parent == text_.npos ? 0 : text_.find("</parent>", parent);
        if (parent_end == text_.npos) {
            project_.is_certain = false;
            return;
        }
        if (parent != text_.npos) {
            auto at = parent;
            project_.parent = element("artifactId", at, parent_end);
        }
        // The artifact's own name may stand in front of its parent.
        std::size_t at = 0;
        project_.artifact = element("artifactId", at, text_.size());
        if (parent != text_.npos && at > parent && at < parent_end) {
            at = parent_end;
            project_.artifact = element("artifactId", at, text_.size());
        }
        for (at = 0; at != text_.npos;) {
            auto const module = element("module", at, text_.size());
            if (!module.empty()) project_.modules.emplace_back(module);
        }
    }

    /// Takes what an element says, a property that it names looked up.
    void take(std::string_view value, bool counts) {
        if (++values_ > most_values) {
            project_.is_certain = false;
            return;
        }
        if (auto const number = release_of(value)) {
            project_.releases.push_back({*number, span_in(text_, value)});
            project_.is_said = project_.is_said || counts;
            return;
        }
        if (!value.starts_with("${") || !value.ends_with('}') || depth_ > 4) {
            project_.is_certain = false;
            return;
        }
        auto const name = value.substr(2, value.size() - 3);
        ++depth_;
        bool const is_there = read_all(name, counts);
        --depth_;
        if (!is_there) project_.is_certain = false;
    }

    /// Every element of a name; false when there is none.
    bool read_all(std::string_view name, bool counts) {
        bool is_there = false;
        for (std::size_t at = 0; at != text_.npos && values_ <= most_values;) {
            auto const value = element(name, at, text_.size());
            if (at == text_.npos) break;
            is_there = true;
            take(value, counts && !is_in(at, "profiles"));
        }
        return is_there;
    }

    void read_plugins() {
        constexpr std::string_view name = ">maven-compiler-plugin<";
        for (auto at = text_.find(name); at != text_.npos && ++values_ <= most_values;
             at = text_.find(name, at + 1)) {
            auto const end = std::min(text_.find("</plugin>", at), text_.size());
            bool const counts = !is_in(at, "profiles");
            // What a parent says of a release goes before a target here.
            read_in(at, end, "release", counts);
            read_in(at, end, "target", counts && project_.parent.empty());
        }
    }

    void read_in(std::size_t at, std::size_t end, std::string_view name, bool counts) {
        while (at != text_.npos && values_ <= most_values) {
            auto const value = element(name, at, end);
            if (at == text_.npos) return;
            // That of an execution holds for its files alone.
            take(value, counts && !is_in(at, "execution"));
        }
    }

    std::string bytes_;
    std::string_view text_;
    JavaProject project_;
    int depth_ = 0;
    int values_ = 0;  ///< that were looked at
};

/// Reads a script of Gradle by the names of its settings.
class GradleReader {
 public:
    explicit GradleReader(std::string_view text) : bytes_(text) {
        blank_out(bytes_, "/*", "*/");
        blank_out(bytes_, "//", "\n");
        text_ = bytes_;
    }

    JavaProject read() {
        project_.has_toolchain = has_any(text_, {"toolchain", "Toolchain"});
        // For the tests, or only now and then.
        if (has_any(text_, {"Launcher", "launcherFor", "compilerFor", "compileTest", "compilerArgs",
                            "--release", "compileIntegration", "apply from", "if (", "if(",
                            "when (", "when("})) {
            project_.is_certain = false;
        }
        for (std::string_view const name :
             {"sourceCompatibility", "targetCompatibility", "JavaLanguageVersion.of",
              "jvmToolchain", "options.release", "jvmTarget"}) {
            for (auto at = text_.find(name); at != text_.npos && values_ <= most_values;
                 at = text_.find(name, at + 1))
                take(name, at + name.size());
        }
        if (values_ > most_values) project_.is_certain = false;
        return std::move(project_);
    }

 private:
    void take(std::string_view name, std::size_t at) {
        ++values_;
        auto rest = text_.substr(at);
        rest = rest.substr(0, rest.find('\n'));
        rest = trim_blanks(rest);
        // `jvmToolchain { languageVersion... }` says it by another of the names.
        if (rest.starts_with('{')) return;
        for (std::string_view const sign : {".set(", "=", "("}) {
            if (!rest.starts_with(sign)) continue;
            rest.remove_prefix(sign.size());
            break;
        }
        rest = trim_blanks(rest);
        for (std::string_view const front : {"JavaVersion.toVersion(", "JavaVersion.VERSION_",
                                             "JvmTarget.JVM_", "JavaLanguageVersion.of("}) {
            if (rest.starts_with(front)) rest.remove_prefix(front.size());
        }
        if (rest.starts_with('"') || rest.starts_with('\'')) rest.remove_prefix(1);
        auto const value = rest.substr(0, rest.find_first_not_of("0123456789._"));
        auto number = std::string(value);
        std::ranges::replace(number, '_', '.');
        auto const release = release_of(number);
        auto const behind = rest.substr(value.size());
        // Behind a number something else may be added or chosen: `17 + x`.
        bool const is_whole =
            behind.empty()
            || std::string_view("\"') ;}.,").find(behind[0]) != std::string_view::npos;
        if (!release || !is_whole) {
            project_.is_certain = false;
            return;
        }
        project_.releases.push_back({*release, span_in(text_, value)});
        if (name != "jvmTarget") project_.is_said = true;
    }

    std::string bytes_;
    std::string_view text_;
    JavaProject project_;
    int values_ = 0;  ///< that were looked at
};

}  // namespace

JavaProject read_pom(std::string_view text) { return PomReader(text).read(); }

JavaProject read_gradle(std::string_view text) { return GradleReader(text).read(); }

}  // namespace dockcheck::context
