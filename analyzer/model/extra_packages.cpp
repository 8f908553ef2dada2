// What `fastapi run` and its like look for when they start (the packages' own documentation).
#include "analyzer/model/extra_packages.hpp"

#include <algorithm>

#include "analyzer/knowledge/programs.hpp"
#include "analyzer/model/base_image.hpp"
#include "analyzer/model/packages.hpp"
#include "analyzer/model/python_packages.hpp"
#include "analyzer/model/started_files.hpp"
#include "analyzer/model/version_range.hpp"

namespace dockcheck::model {
namespace {

using knowledge::Brings;
using knowledge::PackageFamily;

struct Extra {
    std::string_view package;  ///< and its program
    std::uint32_t since[2];    ///< before it the package required what is needed itself
    std::string_view extra;
    std::string_view needed;
    std::string_view known;  ///< a program that is brought by what is needed, or by nothing here
};

constexpr Extra extras[] = {{"fastapi", {0, 112}, "standard", "fastapi-cli", "gunicorn"},
                            {"litestar", {2, 0}, "standard", "uvicorn", "uvicorn"}};

Extra const* extra_of(Command const& command, Argument const*& word) {
    auto const words = words_behind_runners(command);
    if (words.size() < 2 || command.is_conditional) return nullptr;
    auto const extra = std::ranges::find(extras, words[0].value.text_or_empty(), &Extra::package);
    bool const runs = std::ranges::any_of(words.subspan(1), [](Argument const& one) {
        return one.value.text_or_empty() == "run" || one.value.text_or_empty() == "dev";
    });
    if (extra == std::ranges::end(extras) || !runs) return nullptr;
    word = &words[0];
    return &*extra;
}

}  // namespace

bool uses_pip_alone(Build const& build, Stage const& stage) {
    for (auto const* part = &stage; part != nullptr; part = part->parent) {
        if (!part->triggered.instructions.empty()) return false;
        for (auto const& transfer : part->transfers) {
            if (transfer.from != nullptr || transfer.is_add) return false;
        }
        for (auto const& command : part->commands) {
            if (command.use != Use::run) continue;
            auto const& install = package_command(command, build.arena());
            bool const is_other =
                install.manager == Manager::uv || install.manager == Manager::pipx
                || install.manager == Manager::poetry || install.manager == Manager::pipenv
                || install.manager == Manager::pdm || install.manager == Manager::conda;
            if (is_other || !install.paths.empty()) return false;
        }
        if (part->parent != nullptr) continue;
        auto const* image = known_image(part->base);
        if (image == nullptr || image->name != "python") return false;
    }
    return true;
}

MissingExtra missing_extra(Build const& build, Stage const& stage, Command const& command) {
    Argument const* word = nullptr;
    auto const* extra = extra_of(command, word);
    if (extra == nullptr || !uses_pip_alone(build, stage)) return {};
    auto const packages = python_packages(build, stage);
    auto const* package = find_package(packages, extra->package);
    bool const is_plain = package != nullptr
                          && is_since(package->version, extra->since[0], extra->since[1])
                          && package->place.text().find('[') == std::string_view::npos;
    if (!is_plain) return {};
    bool const none_brings = std::ranges::all_of(packages, [&](PythonPackage const& one) {
        if (one.name == extra->package) return &one == package;
        if (one.name == extra->needed || one.is_path_or_url) return false;
        auto const brings =
            knowledge::package_brings(PackageFamily::python, one.name, extra->known);
        return extra->known == extra->needed ? brings == Brings::no : brings != Brings::unknown;
    });
    if (!none_brings) return {};
    return {word, extra->package, extra->extra, extra->needed, package->place};
}

}  // namespace dockcheck::model
