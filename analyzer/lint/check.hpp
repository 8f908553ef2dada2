// The code of a rule: which parts of the model it looks at, and the functions that do.
#pragma once

#include <array>
#include <concepts>
#include <cstdint>
#include <type_traits>

#include "analyzer/lint/rule.hpp"
#include "analyzer/model/build.hpp"
#include "analyzer/model/packages.hpp"

namespace dockcheck {

class Pass;
struct IgnoreComment;
struct MatchInfo;

/// What a check can subscribe to by the type of its first parameter.
enum class Subject : std::uint8_t {
    // Instructions, in the order of ast::Node.
    add = 1,
    arg,
    cmd,
    copy,
    entrypoint,
    env,
    expose,
    from,
    healthcheck,
    label,
    maintainer,
    onbuild,
    run,
    shell,
    stopsignal,
    user,
    volume,
    workdir,
    instruction,  ///< every one
    fault,
    stage,
    command,
    script,          ///< that a shell reads
    powershell,      ///< a script that PowerShell reads
    transfer,        ///< COPY and ADD as the model reads them
    reference,       ///< FROM, COPY --from and RUN --mount from=
    runtime_config,  ///< of each target
    deployment,      ///< a container that a compose file starts from it
    pod_container,   ///< one that a manifest of Kubernetes starts
    build,
    image,           ///< that was read
    ignore_comment,  ///< after all other rules
};
inline constexpr std::size_t subject_count = static_cast<std::size_t>(Subject::ignore_comment) + 1;

template <typename T>
consteval Subject subject_of() {  // NOLINT(readability-function-size): a line for each subject
    if constexpr (std::is_same_v<T, ast::Add>)
        return Subject::add;
    else if constexpr (std::is_same_v<T, ast::Arg>)
        return Subject::arg;
    else if constexpr (std::is_same_v<T, ast::Cmd>)
        return Subject::cmd;
    else if constexpr (std::is_same_v<T, ast::Copy>)
        return Subject::copy;
    else if constexpr (std::is_same_v<T, ast::Entrypoint>)
        return Subject::entrypoint;
    else if constexpr (std::is_same_v<T, ast::Env>)
        return Subject::env;
    else if constexpr (std::is_same_v<T, ast::Expose>)
        return Subject::expose;
    else if constexpr (std::is_same_v<T, ast::From>)
        return Subject::from;
    else if constexpr (std::is_same_v<T, ast::Healthcheck>)
        return Subject::healthcheck;
    else if constexpr (std::is_same_v<T, ast::Label>)
        return Subject::label;
    else if constexpr (std::is_same_v<T, ast::Maintainer>)
        return Subject::maintainer;
    else if constexpr (std::is_same_v<T, ast::Onbuild>)
        return Subject::onbuild;
    else if constexpr (std::is_same_v<T, ast::Run>)
        return Subject::run;
    else if constexpr (std::is_same_v<T, ast::Shell>)
        return Subject::shell;
    else if constexpr (std::is_same_v<T, ast::Stopsignal>)
        return Subject::stopsignal;
    else if constexpr (std::is_same_v<T, ast::User>)
        return Subject::user;
    else if constexpr (std::is_same_v<T, ast::Volume>)
        return Subject::volume;
    else if constexpr (std::is_same_v<T, ast::Workdir>)
        return Subject::workdir;
    else if constexpr (std::is_same_v<T, ast::Instruction>)
        return Subject::instruction;
    else if constexpr (std::is_same_v<T, ast::Fault>)
        return Subject::fault;
    else if constexpr (std::is_same_v<T, model::Stage>)
        return Subject::stage;
    else if constexpr (std::is_same_v<T, model::Command>)
        return Subject::command;
    else if constexpr (std::is_same_v<T, model::ShellScript>)
        return Subject::script;
    else if constexpr (std::is_same_v<T, model::PowerShellScript>)
        return Subject::powershell;
    else if constexpr (std::is_same_v<T, model::Transfer>)
        return Subject::transfer;
    else if constexpr (std::is_same_v<T, model::Reference>)
        return Subject::reference;
    else if constexpr (std::is_same_v<T, model::RuntimeConfig>)
        return Subject::runtime_config;
    else if constexpr (std::is_same_v<T, model::Deployment>)
        return Subject::deployment;
    else if constexpr (std::is_same_v<T, model::PodContainer>)
        return Subject::pod_container;
    else if constexpr (std::is_same_v<T, model::Build>)
        return Subject::build;
    else if constexpr (std::is_same_v<T, image::Image>)
        return Subject::image;
    else if constexpr (std::is_same_v<T, IgnoreComment>)
        return Subject::ignore_comment;
    else
        static_assert(sizeof(T) == 0, "no check can subscribe to this type");
}

/// Where options come from: the configuration, or nothing. Each returns false when the option is
/// not set.
class OptionSource {
 public:
    virtual ~OptionSource() = default;
    virtual bool read(std::string_view name, bool& value) const = 0;
    virtual bool read(std::string_view name, std::int64_t& value) const = 0;
    virtual bool read(std::string_view name, double& value) const = 0;
    virtual bool read(std::string_view name, std::string_view& value) const = 0;
    virtual bool read(std::string_view name, std::vector<std::string_view>& value) const = 0;
};

/// How the options of a rule are made; nullptrs for a rule without options.
struct OptionsType {
    void const* defaults = nullptr;
    /// Options with what the source sets put in; owned by the caller of the runner.
    std::shared_ptr<void const> (*read)(OptionSource const&) = nullptr;
};

using Handler = void (*)(void const* subject, Pass& pass, void const* options);

struct Subscription {
    Subject subject{};
    Handler handler = nullptr;
};

struct Check {
    std::array<Subscription, 5> subscriptions{};
    OptionsType options{};
    MatchInfo const* match = nullptr;  ///< compiled, it takes the options' place (match.hpp)

    /// The commands that it looks at, when they are not all: those of some programs, words with a
    /// blank on either side (`pip*` is all that begin so), and those of some package managers,
    /// bits.
    std::string_view programs;
    std::uint32_t managers = 0;
    /// The kinds of instructions of which the file has at least one, bits by the index of
    /// ast::Node.
    std::uint32_t kinds = any_kind;
    static constexpr std::uint32_t any_kind = ~0U;

    /// The same check of files that have an instruction of one of the kinds, apart from triggers.
    template <typename... Nodes>
    [[nodiscard]] constexpr Check for_files_with() const {
        Check check = *this;
        check.kinds = ((1U << static_cast<unsigned>(subject_of<Nodes>())) | ...);
        return check;
    }

    /// The same check of the commands of these programs alone, and of those named before.
    [[nodiscard]] constexpr Check for_programs(std::string_view words) const {
        Check check = *this;
        check.programs = words;
        return check;
    }
    /// The same check of the commands of these package managers alone, of any without arguments,
    /// and of those named before.
    template <std::same_as<model::Manager>... Managers>
    [[nodiscard]] constexpr Check for_managers(Managers... wanted) const {
        Check check = *this;
        if constexpr (sizeof...(wanted) == 0) {
            check.managers = ~(1U << static_cast<unsigned>(model::Manager::none));
        } else {
            check.managers |= ((1U << static_cast<unsigned>(wanted)) | ...);
        }
        return check;
    }
    /// The same for all managers but those of systems (apt, apk, dnf ...), of which most commands
    /// are.
    [[nodiscard]] constexpr Check for_managers_of_languages() const {
        Check check = for_managers();
        constexpr auto first = static_cast<unsigned>(model::Manager::apt);
        constexpr auto last = static_cast<unsigned>(model::Manager::pacman);
        for (auto manager = first; manager <= last; ++manager) check.managers &= ~(1U << manager);
        return check;
    }
};

namespace detail {

template <typename Function>
struct Signature;
template <typename Node>
struct Signature<void (*)(Node const&, Pass&)> {
    using Subject = Node;
    using Options = void;
};
template <typename Node, typename OptionsStruct>
struct Signature<void (*)(Node const&, Pass&, OptionsStruct const&)> {
    using Subject = Node;
    using Options = OptionsStruct;
};

template <auto function>
void call(void const* subject, Pass& pass, void const* options) {
    using Types = Signature<decltype(function)>;
    auto const& node = *static_cast<typename Types::Subject const*>(subject);
    if constexpr (std::is_void_v<typename Types::Options>) {
        function(node, pass);
    } else {
        function(node, pass, *static_cast<typename Types::Options const*>(options));
    }
}

template <typename Options>
constexpr OptionsType options_type() {
    if constexpr (std::is_void_v<Options>) {
        return {};
    } else {
        return {&Options::defaults, &Options::read};
    }
}

}  // namespace detail

/// A check made of functions `void check(Node const&, Pass&[, Options const&])`. Their first
/// parameter is what they subscribe to. `Options` is the generated struct; it has a static
/// `defaults` and a static `read`.
template <auto first, auto... others>
constexpr Check on() {
    Check check;
    std::size_t count = 0;
    auto const add = [&]<auto function>() {
        using Types = detail::Signature<decltype(function)>;
        check.subscriptions[count++] = {subject_of<typename Types::Subject>(),
                                        &detail::call<function>};
        if constexpr (!std::is_void_v<typename Types::Options>) {
            check.options = detail::options_type<typename Types::Options>();
        }
    };
    add.template operator()<first>();
    (add.template operator()<others>(), ...);
    return check;
}

}  // namespace dockcheck
