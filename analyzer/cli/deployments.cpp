// Finds the words of sections in their file, and leaves out what is not certain.
#include "analyzer/cli/deployments.hpp"

#include <algorithm>
#include <optional>
#include <string_view>

#include "analyzer/compose/file_words.hpp"
#include "analyzer/context/paths.hpp"
#include "analyzer/model/listening.hpp"

namespace dockcheck::cli {
namespace {

using compose::BuildSection;
using model::Deployment;

/// The port of the container in `8080:80`, `127.0.0.1:8080:80/tcp` or `80`; the rest of the text
/// where it is one that can be read, and of TCP.
std::optional<std::string_view> container_port(std::string_view text) {
    auto const slash = text.find('/');
    if (slash != text.npos && text.substr(slash) != "/tcp") return std::nullopt;
    text = text.substr(0, slash);
    auto const port = text.substr(text.rfind(':') + 1);
    return model::read_port(port) ? std::optional(port) : std::nullopt;
}

/// Where a volume is in the container: the last part of `data:/srv`, `./x:/srv:ro`, `/srv` that is
/// a path, of a tmpfs what is in front of its options. Nothing where a variable may be it.
std::optional<std::string_view> mount_target(std::string_view text) {
    auto const is_mode = [](std::string_view part) {
        return !part.empty() && std::ranges::all_of(part, [](char c) {
            return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')
                   || c == ',' || c == '=';
        });
    };
    auto colon = text.rfind(':');
    if (colon != text.npos && is_mode(text.substr(colon + 1))) {
        text = text.substr(0, colon);
        colon = text.rfind(':');
    }
    auto const target = colon == text.npos ? text : text.substr(colon + 1);
    bool const is_plain = target.starts_with('/') && target.find_first_of("${}") == target.npos;
    return is_plain ? std::optional(target) : std::nullopt;
}

/// The source of a bind mount, `./src` or `.`, in the build context, where the file lies in that.
std::optional<std::string> context_path_of(compose::Mount const& mount,
                                           std::optional<std::string> const& context) {
    auto source = mount.source;
    auto const colon = mount.text.find(':');
    if (source.empty() && colon != std::string::npos) source = mount.text.substr(0, colon);
    bool const is_relative = source == "." || source.starts_with("./");
    if (!context || !is_relative || source.find('$') != source.npos) return std::nullopt;
    if (context::clean_path(*context) != ".") return std::nullopt;
    auto path = context::clean_path(source);
    if (path.starts_with("..")) return std::nullopt;
    return path == "." ? std::string() : path;
}

class DeploymentReader {
 public:
    DeploymentReader(std::vector<BuildSection const*> naming, std::shared_ptr<Source const> file)
        : naming_(std::move(naming)), file_(std::move(file)), words_(*file_) {}

    /// With `and_container`, how it is started, too.
    [[nodiscard]] Deployment read(BuildSection const& section, Overrides overrides,
                                  bool and_container) const {
        Deployment deployment;
        deployment.file = file_;
        deployment.service = section.name;
        if (overrides == Overrides::of_build) return deployment;
        bool const has_place = section.target == "" || section.target_mark.line != 0;
        if (section.target && has_place)
            deployment.target = at(*section.target, section.target_mark);
        for (auto const& argument : section.arguments) {
            if (argument.mark.line != 0)
                deployment.arguments.push_back(at(argument.name, argument.mark));
        }
        for (auto const& argument : section.arguments) {
            if (!is_given_by_all(argument)) deployment.own_arguments.push_back(argument.name);
        }
        if (section.container && overrides == Overrides::none && and_container)
            read(*section.container, section.context, deployment);
        return deployment;
    }

    [[nodiscard]] model::ImageDeployment read(compose::ImageService const& service) const {
        model::ImageDeployment result;
        result.image = at(service.image.text, service.image.mark);
        result.container.file = file_;
        result.container.service = service.name;
        read(service.container, std::nullopt, result.container);
        return result;
    }

 private:
    /// With the folder of the build context, as the file has it.
    void read(compose::Container const& container, std::optional<std::string> const& context,
              Deployment& deployment) const {
        deployment.is_whole = true;
        deployment.user = text_of(container.user);
        deployment.command = text_of(container.command);
        deployment.has_entrypoint = container.has_entrypoint;
        deployment.has_environment = container.has_environment;
        deployment.variables = container.variables;
        deployment.has_mounts = container.has_mounts;
        deployment.has_own_folder = container.has_own_folder;
        deployment.has_own_users = container.has_own_users;
        deployment.is_optional = container.is_optional;
        for (auto const& mount : container.mounts) {
            if (auto const target = mount_target(mount.text))
                deployment.mounts.push_back(
                    {part_of(mount.text, mount.mark, *target), context_path_of(mount, context)});
        }
        read_health_check(container.health_check, deployment);
        if (!container.has_own_network || !container.ports) return;
        std::vector<Deployment::Text> ports;
        for (auto const& port : *container.ports) {
            auto const number = container_port(port.text);
            if (!number) return;
            ports.push_back(part_of(port.text, port.mark, *number));
        }
        deployment.ports = std::move(ports);
    }

    void read_health_check(std::vector<compose::Written> const& words,
                           Deployment& deployment) const {
        if (words.size() < 2 || (words[0].text != "CMD" && words[0].text != "CMD-SHELL")) return;
        deployment.has_health_check_script = words[0].text == "CMD-SHELL";
        for (std::size_t i = 1; i < words.size(); ++i)
            deployment.health_check.push_back(at(words[i].text, words[i].mark));
    }

    [[nodiscard]] std::optional<Deployment::Text> text_of(
        std::optional<compose::Written> const& written) const {
        return written ? std::optional(at(written->text, written->mark)) : std::nullopt;
    }

    /// Then the build has it as well.
    [[nodiscard]] bool is_given_by_all(compose::Argument const& argument) const {
        if (naming_.size() == 1) return argument.value.has_value();
        return argument.value && std::ranges::all_of(naming_, [&](BuildSection const* section) {
                   return std::ranges::any_of(section->arguments, [&](auto const& other) {
                       return other.name == argument.name && other.value == argument.value;
                   });
               });
    }

    /// A part of a text, where that stands.
    [[nodiscard]] Deployment::Text part_of(std::string const& text, compose::Mark mark,
                                           std::string_view part) const {
        auto result = at(text, mark);
        if (result.span.size() != 0) {
            auto const front = static_cast<std::uint32_t>(part.data() - text.data());
            auto const begin = result.span.begin + front;
            result.span = {begin, begin + static_cast<std::uint32_t>(part.size())};
        }
        result.text = std::string(part);
        return result;
    }

    [[nodiscard]] Deployment::Text at(std::string text, compose::Mark mark) const {
        auto const span = words_.span_of(text, mark);
        return {std::move(text), span};
    }

    std::vector<BuildSection const*> naming_;
    std::shared_ptr<Source const> file_;
    compose::FileWords words_;
};

}  // namespace

std::vector<model::Deployment> deployments_of(
    std::vector<compose::BuildSection const*> const& naming,
    std::shared_ptr<Source const> const& file, Overrides overrides) {
    // Nobody starts more of one image; what a rule asks of each may take a while.
    constexpr std::size_t most = 200;
    constexpr std::size_t most_containers = 20;
    DeploymentReader const reader(naming, file);
    std::vector<model::Deployment> deployments;
    for (auto const* section : naming) {
        if (deployments.size() == most) break;
        if (section->file.empty() && section->is_certain) {
            bool const and_container = deployments.size() < most_containers;
            deployments.push_back(reader.read(*section, overrides, and_container));
        }
    }
    return deployments;
}

std::vector<model::ImageDeployment> image_deployments_of(
    std::vector<compose::ImageService> const& services, std::shared_ptr<Source const> const& file,
    Overrides overrides) {
    constexpr std::size_t most = 200;
    std::vector<model::ImageDeployment> deployments;
    if (overrides != Overrides::none) return deployments;
    DeploymentReader const reader({}, file);
    for (auto const& service : services) {
        if (deployments.size() == most) break;
        deployments.push_back(reader.read(service));
    }
    return deployments;
}

}  // namespace dockcheck::cli
