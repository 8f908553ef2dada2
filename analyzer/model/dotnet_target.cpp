// The TargetFramework of a project file, and what around it may say another.
#include "analyzer/model/dotnet_target.hpp"

#include <charconv>

#include "analyzer/context/paths.hpp"

namespace dockcheck::model {

std::optional<DotnetTarget> dotnet_target(context::Context const& context,
                                          std::string const& file) {
    auto const* source = context.read(file);
    if (source == nullptr) return std::nullopt;
    static constexpr std::string_view doubts[] = {"<!--",
                                                  "<Import ",
                                                  "<Choose",
                                                  "SelfContained",
                                                  "RuntimeFrameworkVersion",
                                                  "<FrameworkReference"};
    auto const text = source->bytes();
    for (auto const doubt : doubts) {
        if (text.find(doubt) != text.npos) return std::nullopt;
    }
    constexpr std::string_view open = "<TargetFramework>";
    constexpr std::string_view any = "<TargetFramework";
    auto const at = text.find(open);
    if (at == text.npos || at != text.find(any) || text.find(any, at + 1) != text.npos)
        return std::nullopt;
    auto const begin = at + open.size();
    auto const value = text.substr(begin, text.find('<', begin) - begin);
    auto number = value;
    for (std::string_view const front : {"netcoreapp", "net"}) {
        if (!number.starts_with(front)) continue;
        number.remove_prefix(front.size());
        break;
    }
    auto const dot = number.find('.');
    // net48 is another .NET, and net8.0-windows runs nowhere else.
    if (number.size() == value.size() || dot == number.npos
        || number.find_first_not_of("0123456789.") != number.npos)
        return std::nullopt;
    DotnetTarget target;
    auto const [end, error] = std::from_chars(number.data(), number.data() + dot, target.major);
    if (error != std::errc{} || end != number.data() + dot || target.major < 2) return std::nullopt;
    // What stands around all projects is read before them, and this one behind them.
    for (auto folder = context::folder_of(file);; folder = context::folder_of(folder)) {
        for (std::string_view const name :
             {"Directory.Build.targets", "Directory.Build.props", "Directory.Build.rsp"}) {
            auto const path =
                folder.empty() ? std::string(name) : std::string(folder) + "/" + std::string(name);
            if (context.look(path) == context::Presence::missing) continue;
            auto const* around = context.read(path);
            if (around == nullptr || name.ends_with("rsp")) return std::nullopt;
            for (std::string_view const word : {"TargetFramework", "SelfContained", "<Import "}) {
                if (around->bytes().find(word) != std::string_view::npos) return std::nullopt;
            }
        }
        if (folder.empty()) break;
    }
    target.text = value;
    target.span = {static_cast<std::uint32_t>(begin),
                   static_cast<std::uint32_t>(begin + value.size())};
    return target;
}

}  // namespace dockcheck::model
