// Finds the words of sections in their file, and leaves out what is not certain.
#include "analyzer/cli/deployments.hpp"

#include <algorithm>
#include <optional>
#include <string_view>

#include "analyzer/model/listening.hpp"
#include "analyzer/text/line_index.hpp"

namespace dockcheck::cli {
namespace {

using compose::BuildSection;
using model::Deployment;

/// The words of one file by their places.
class FileWords {
 public:
    explicit FileWords(Source const& file) : bytes_(file.bytes()), lines_(bytes_) {}

    /// A text and the bytes at its mark that are the same, perhaps in quotes.
    [[nodiscard]] Deployment::Text at(std::string text, compose::Mark mark) const {
        auto const begin = offset(mark);
        for (auto const front : {begin, begin + 1}) {
            if (!bytes_.substr(std::min<std::size_t>(front, bytes_.size())).starts_with(text))
                continue;
            auto const end = front + static_cast<std::uint32_t>(text.size());
            return {std::move(text), {front, end}};
        }
        return {std::move(text), {begin, begin}};
    }

 private:
    /// Of a character; marks count those of a line from 1.
    [[nodiscard]] std::uint32_t offset(compose::Mark mark) const {
        if (mark.line == 0 || mark.line > lines_.line_count()) return 0;
        auto const line = lines_.line_span(mark.line);
        auto at = line.begin;
        for (auto column = mark.column; column > 1 && at < line.end; --column) {
            do ++at;
            while (at < line.end && (static_cast<unsigned char>(bytes_[at]) & 0xC0U) == 0x80U);
        }
        return at;
    }

    std::string_view bytes_;
    LineIndex lines_;
};

/// The port of the container in `8080:80`, `127.0.0.1:8080:80/tcp` or `80`; the rest of the text
/// where it is one that can be read, and of TCP.
std::optional<std::string_view> container_port(std::string_view text) {
    auto const slash = text.find('/');
    if (slash != text.npos && text.substr(slash) != "/tcp") return std::nullopt;
    text = text.substr(0, slash);
    auto const port = text.substr(text.rfind(':') + 1);
    return model::read_port(port) ? std::optional(port) : std::nullopt;
}

class DeploymentReader {
 public:
    DeploymentReader(std::vector<BuildSection const*> const& naming,
                     compose::BuildSections const& all, std::shared_ptr<Source const> file)
        : naming_(naming), all_(all), file_(std::move(file)), words_(*file_) {}

    [[nodiscard]] Deployment read(BuildSection const& section, bool may_be_overridden) const {
        Deployment deployment;
        deployment.file = file_;
        deployment.service = section.name;
        if (section.target && !may_be_overridden)
            deployment.target = words_.at(*section.target, section.target_mark);
        for (auto const& argument : section.arguments) {
            if (argument.mark.line != 0 && !is_shared(section, argument))
                deployment.arguments.push_back(words_.at(argument.name, argument.mark));
        }
        if (section.container && !may_be_overridden) read(*section.container, deployment);
        return deployment;
    }

 private:
    void read(compose::Container const& container, Deployment& deployment) const {
        deployment.is_whole = true;
        deployment.user = text_of(container.user);
        deployment.entrypoint = text_of(container.entrypoint);
        deployment.command = text_of(container.command);
        deployment.has_init = container.has_init;
        deployment.may_change_environment = container.has_environment_files;
        deployment.environment = container.environment;
        if (!container.has_own_network) return;
        std::vector<Deployment::Text> ports;
        for (auto const& port : container.ports) {
            auto const number = container_port(port.text);
            if (!number) return;
            auto text = words_.at(port.text, port.mark);
            auto const behind = static_cast<std::uint32_t>(number->data() - port.text.data());
            auto& span = text.span;
            if (span.size() != 0) {
                span = {span.begin + behind,
                        span.begin + behind + static_cast<std::uint32_t>(number->size())};
            }
            text.text = std::string(*number);
            ports.push_back(std::move(text));
        }
        deployment.ports = std::move(ports);
    }

    [[nodiscard]] std::optional<Deployment::Text> text_of(
        std::optional<compose::Written> const& written) const {
        return written ? std::optional(words_.at(written->text, written->mark)) : std::nullopt;
    }

    /// An anchor gives it to a section of another Dockerfile, too.
    [[nodiscard]] bool is_shared(BuildSection const& section,
                                 compose::Argument const& argument) const {
        return std::ranges::any_of(all_, [&](BuildSection const& other) {
            if (&other == &section || std::ranges::find(naming_, &other) != naming_.end())
                return false;
            return std::ranges::any_of(other.arguments, [&](compose::Argument const& one) {
                return one.name == argument.name && one.mark.line == argument.mark.line
                       && one.mark.column == argument.mark.column;
            });
        });
    }

    std::vector<BuildSection const*> const& naming_;
    compose::BuildSections const& all_;
    std::shared_ptr<Source const> file_;
    FileWords words_;
};

}  // namespace

std::vector<model::Deployment> deployments_of(
    std::vector<compose::BuildSection const*> const& naming, compose::BuildSections const& all,
    std::shared_ptr<Source const> const& file, bool may_be_overridden) {
    DeploymentReader const reader(naming, all, file);
    std::vector<model::Deployment> deployments;
    for (auto const* section : naming) {
        if (section->file.empty()) deployments.push_back(reader.read(*section, may_be_overridden));
    }
    return deployments;
}

}  // namespace dockcheck::cli
