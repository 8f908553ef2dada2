// Finds start commands that name the launcher of Spring Boot by a class which its version has not.
#include "rules/java/spring-boot-launcher-not-in-jar.hpp"

#include <string>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/maven_projects.hpp"

namespace dockcheck::rules::spring_boot_launcher_not_in_jar {
namespace {

constexpr std::string_view old_package = "org.springframework.boot.loader.";
constexpr std::string_view new_package = "org.springframework.boot.loader.launch.";

/// "JarLauncher" of a class in that package; empty for others.
std::string_view launcher_in(std::string_view text, std::string_view package) {
    if (!text.starts_with(package)) return {};
    auto const name = text.substr(package.size());
    bool const is_one =
        name == "JarLauncher" || name == "WarLauncher" || name == "PropertiesLauncher";
    return is_one ? name : std::string_view();
}

void check(model::Command const& command, Pass& pass) {
    using enum model::Use;
    if ((command.use != cmd && command.use != entrypoint) || pass.context() == nullptr) return;
    for (auto const& word : command.arguments) {
        auto const text = word.value.text_or_empty();
        auto const old_name = launcher_in(text, old_package);
        auto const new_name = launcher_in(text, new_package);
        if (old_name.empty() && new_name.empty()) continue;
        auto const boot = model::spring_boot(pass.build());
        if (!boot) return;
        bool const has_new = boot->major > 3 || (boot->major == 3 && boot->minor >= 2);
        if (has_new == old_name.empty()) return;
        auto const right = std::string(has_new ? new_package : old_package)
                           + std::string(has_new ? old_name : new_name);
        auto finding = pass.report(word.span, launcher, text, boot->version, right);
        finding.related(boot->place, "the version");
        auto const written = pass.text(word.span);
        auto const at = written.find(text);
        if (at == written.npos) return;
        auto const begin = word.span.begin + static_cast<std::uint32_t>(at);
        finding.replace({begin, begin + static_cast<std::uint32_t>(text.size())}, right);
        return;
    }
}

}  // namespace

constinit Check const rule = on<check>().for_programs(" java ");

}  // namespace dockcheck::rules::spring_boot_launcher_not_in_jar
