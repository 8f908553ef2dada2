// What `uv sync` installs of a project (uv documentation, "Configuring projects").
#include "analyzer/model/own_scripts.hpp"

#include <algorithm>
#include <optional>
#include <string>

#include "analyzer/model/base_image.hpp"
#include "analyzer/model/directories.hpp"
#include "analyzer/model/packages.hpp"
#include "analyzer/model/paths.hpp"
#include "analyzer/model/placed_file.hpp"
#include "analyzer/model/program_search.hpp"
#include "analyzer/model/python_presence.hpp"
#include "analyzer/text/base_name.hpp"

namespace dockcheck::model {
namespace {

class OwnScript {
 public:
    OwnScript(Build const& build, Stage const& stage, std::string_view program)
        : build_(build), stage_(stage), program_(program) {}

    MissingOwnScript find() {
        for (auto const* part = &stage_; part != nullptr; part = part->parent) {
            if (!follow(*part)) return {};
        }
        if (found_.install == nullptr) return {};
        if (is_named_by_run()) return {};
        if (find_copied_program(build_, stage_, program_) != knowledge::Brings::no) return {};
        // Whatever else may write files may install it, too.
        auto const other = clean_path(folder_ + "/" + std::string(program_));
        if (look_for_path(build_, stage_, other) != ModulePresence::absent) return {};
        return found_;
    }

 private:
    /// A RUN that names the script may write or link it into a folder of PATH.
    [[nodiscard]] bool is_named_by_run() const {
        return std::ranges::any_of(build_.positions_with(program_), [&](std::uint32_t position) {
            return build_.file().instructions[position].keyword == ast::Keyword::run;
        });
    }

    bool follow(Stage const& part) {
        if (!part.triggered.instructions.empty()) return false;
        if (part.parent == nullptr && known_image(part.base) == nullptr) return false;
        for (auto const& transfer : part.transfers) {
            if (transfer.is_add || (transfer.from != nullptr && !copies_uv_alone(transfer)))
                return false;
        }
        return std::ranges::all_of(part.commands, [&](Command const& command) {
            return command.use != Use::run || follow(part, command);
        });
    }

    static bool copies_uv_alone(Transfer const& transfer) {
        return std::ranges::all_of(transfer.sources, [](Transfer::Source const& source) {
            auto const text = source.value.text_or_empty();
            return base_name(text) == "uv" || base_name(text) == "uvx";
        });
    }

    bool follow(Stage const& part, Command const& command) {
        auto const manager = manager_of(command);
        if (manager == Manager::uv) {
            auto const verb = command.argument(1);
            if (verb == "sync") return read_sync(part, command);
            return verb == "cache" || verb == "lock" || verb == "python" || verb == "venv";
        }
        auto const& install = package_command(command, build_.arena());
        if (manager != Manager::pip) return true;
        return install.requirement_files.empty() && install.paths.empty()
               && std::ranges::none_of(install.packages, [&](Package const& package) {
                      return package.name.empty() || package.name == program_;
                  });
    }

    bool read_sync(Stage const& part, Command const& command) {
        auto const& install = package_command(command, build_.arena());
        auto const folder = directory_of(build_, part, command).known();
        auto const path =
            folder ? placed_file(build_, part, clean_path(std::string(*folder) + "/pyproject.toml"))
                   : std::nullopt;
        auto const* manifest = path ? build_.context()->manifest(*path) : nullptr;
        bool const is_plain = command.assignments.empty() && !command.is_conditional;
        if (manifest == nullptr || !is_plain) return false;
        bool const is_left_out = install.has_option("--no-install-project");
        if (!is_left_out && manifest->is_package) return false;
        auto const script =
            std::ranges::find(manifest->scripts, program_, &context::Dependency::name);
        if (script == manifest->scripts.end() || manifest->find(program_) != nullptr) return false;
        folder_ = *folder;
        found_ = {&command, {build_.context()->read(*path), script->span}, is_left_out};
        return true;
    }

    Build const& build_;
    Stage const& stage_;
    std::string_view program_;
    std::string folder_;
    MissingOwnScript found_;
};

}  // namespace

MissingOwnScript missing_own_script(Build const& build, Stage const& stage,
                                    std::string_view program) {
    bool const is_name = !program.empty() && program.find('/') == program.npos;
    if (build.context() == nullptr || !is_name) return {};
    for (std::string_view const variable : {"UV_NO_INSTALL_PROJECT", "UV_PROJECT", "UV_NO_SYNC"}) {
        if (stage.config.find_environment(variable) != nullptr) return {};
    }
    return OwnScript(build, stage, program).find();
}

}  // namespace dockcheck::model
