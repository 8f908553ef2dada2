// Where a value comes from, and whether it is known.
#pragma once

#include <cstdint>

#include "analyzer/syntax/dockerfile/ast.hpp"
#include "analyzer/text/place.hpp"
#include "analyzer/text/value.hpp"

namespace dockcheck::model {

struct Origin {
    enum class Kind : std::uint8_t {
        none,          ///< nothing set it
        instruction,   ///< of this Dockerfile
        known_base,    ///< the base image brings it, as a table knows
        unknown_base,  ///< the base image may bring it
        history,       ///< an entry of an image's history
        json,          ///< an image's config
        build_arg,     ///< --build-arg or the configuration
    } kind = Kind::none;
    Place place;                                    ///< of the value, where there is one
    ast::Instruction const* instruction = nullptr;  ///< for Kind::instruction
};

/// A value of the image's configuration.
template <typename T>
struct Setting {
    enum class State : std::uint8_t { absent, known, unknown } state = State::absent;
    T value{};
    Origin origin;

    [[nodiscard]] bool is_absent() const { return state == State::absent; }
    [[nodiscard]] bool is_set() const { return state == State::known; }
    [[nodiscard]] bool is_unknown() const { return state == State::unknown; }
};

/// A setting whose value is known.
template <typename T>
Setting<T> known_setting(T value, Origin origin) {
    return {Setting<T>::State::known, value, origin};
}

/// A setting that is known when all of its value is.
inline Setting<Value> setting_of(Value value, Origin origin) {
    using State = Setting<Value>::State;
    return {value.is_known() ? State::known : State::unknown, value, origin};
}

/// A setting that something sets to a value which nobody can see here.
template <typename T>
Setting<T> unknown_setting(Origin origin) {
    return {Setting<T>::State::unknown, {}, origin};
}

}  // namespace dockcheck::model
