// The variables of a place: what ARG and ENV set, what is built in, what a base image brings.
#include <algorithm>
#include <optional>

#include "analyzer/model/base_image.hpp"
#include "analyzer/model/build.hpp"
#include "analyzer/model/image_instructions.hpp"
#include "analyzer/syntax/dockerfile/platform.hpp"

namespace dockcheck::model {
namespace {

using VariableState = dockerfile::Variable::State;

dockerfile::Variable unknown_variable() { return {VariableState::unknown, {}}; }

dockerfile::Variable known_variable(std::string_view text) {
    return {VariableState::known, Value(text)};
}

std::string text_of(dockerfile::Platform const& platform) {
    auto text = platform.os + "/" + platform.architecture;
    if (!platform.variant.empty()) text += "/" + platform.variant;
    return text;
}

/// The part of a platform that BUILDx and TARGETx name.
std::optional<std::string> part_of(dockerfile::Platform const& platform, std::string_view name) {
    if (name == "PLATFORM") return text_of(platform);
    if (name == "OS") return platform.os;
    if (name == "OSVERSION") return "";
    if (name == "ARCH") return platform.architecture;
    if (name == "VARIANT") return platform.variant;
    return std::nullopt;
}

}  // namespace

Value default_path() {
    return Value(std::string_view("/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"));
}

dockerfile::Variable Build::built_in_argument(std::string_view name) const {
    if (name == "TARGETSTAGE") {
        if (options_.targets.size() > 1) return unknown_variable();
        return known_variable(options_.targets.empty() ? "default"
                                                       : std::string_view(options_.targets[0]));
    }
    bool const is_target = name.starts_with("TARGET");
    if (!is_target && !name.starts_with("BUILD")) return {};
    auto const rest = name.substr(is_target ? 6 : 5);
    if (!part_of({}, rest)) return {};
    auto const& written =
        is_target && !options_.platform.empty() ? options_.platform : options_.builder_platform;
    auto platform = dockerfile::parse_platform(written);
    if (platform && platform->architecture == "arm" && platform->variant.empty()) {
        platform->variant = "v7";
    }
    if (written.empty() || !platform || platform->os.empty() || platform->architecture.empty()) {
        return unknown_variable();
    }
    return known_variable(arena_.copy(*part_of(*platform, rest)));
}

dockerfile::Variable Build::global_variable(std::uint32_t position, std::string_view name) const {
    if (auto const* binding = globals_.find(name, position)) return binding->variable;
    auto const built_in = built_in_argument(name);
    if (built_in.state == VariableState::unset)
        return globals_are_open_ ? unknown_variable() : built_in;
    auto const given = options_.arguments.find(name);
    return given == options_.arguments.end() ? built_in : known_variable(given->second);
}

Binding const* Build::binding_at(std::uint32_t stage, std::uint32_t position,
                                 std::string_view name) const {
    if (auto const* binding = variables_[stage].find(name, position)) return binding;
    // A child starts with the ENV of its parents' images put over what their ARGs said.
    Binding const* argument = nullptr;
    for (auto const* parent = stages_[stage].parent; parent != nullptr; parent = parent->parent) {
        auto const& variables = variables_[parent->index];
        if (auto const* binding = variables.find_env(name)) return binding;
        auto const* binding = variables.find(name, Variables::end);
        if (argument == nullptr) argument = binding;
    }
    return argument;
}

dockerfile::Variable Build::variable_at(std::uint32_t stage, std::uint32_t position,
                                        std::string_view name) const {
    if (auto const* binding = binding_at(stage, position, name)) return binding->variable;
    auto const* root = &stages_[stage];
    bool may_be_set = root->may_set_more;
    while (root->parent != nullptr) {
        root = root->parent;
        may_be_set |= root->may_set_more;
    }
    if (may_be_set) return unknown_variable();
    return base_variable(*root, name);
}

dockerfile::Variable Build::base_variable(Stage const& root, std::string_view name) const {
    if (image_ != nullptr && name == lost_sources_variable) return unknown_variable();
    // All that a configuration sets is bound already, and that of an image is whole.
    if (image_ != nullptr || root.base.kind == Reference::Kind::scratch
        || base_config(root.base) != nullptr) {
        if (name == "PATH" && !root.is_windows) return {VariableState::known, default_path()};
        return {};
    }
    auto const* image = known_image(root.base);
    if (image == nullptr || name == "PATH" || knowledge::sets_environment(*image, name)) {
        return unknown_variable();
    }
    return {};
}

BaseConfig const* Build::base_config(Reference const& base) const {
    if (base.kind != Reference::Kind::image || options_.bases.empty()) return nullptr;
    auto found = options_.bases.find(base.value.text_or_empty());
    if (found == options_.bases.end()) found = options_.bases.find("*");
    return found == options_.bases.end() ? nullptr : &found->second;
}

std::vector<ScopeVariable> Build::variables_before(Stage const& stage,
                                                   std::uint32_t position) const {
    std::vector<std::string_view> names;
    for (auto const* at = &stage; at != nullptr; at = at->parent) {
        auto const more = variables_[at->index].names(at == &stage ? position : Variables::end);
        names.insert(names.end(), more.begin(), more.end());
    }
    std::ranges::sort(names);
    names.erase(std::unique(names.begin(), names.end()), names.end());
    std::vector<ScopeVariable> result;
    for (auto const name : names) {
        auto const* binding = binding_at(stage.index, position, name);
        if (binding == nullptr || binding->instruction == nullptr) continue;
        result.push_back({name, binding->variable.value, !binding->is_env,
                          binding->is_only_if_given, binding->instruction});
    }
    return result;
}

}  // namespace dockcheck::model
