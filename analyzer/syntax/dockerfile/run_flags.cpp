// The flags of RUN, whose values are small languages (dockerfile-grammar, sections 11 and 13).
#include <algorithm>
#include <array>

#include "analyzer/syntax/dockerfile/cook.hpp"
#include "analyzer/syntax/dockerfile/keyword.hpp"
#include "analyzer/syntax/dockerfile/node.hpp"

namespace dockcheck::dockerfile {
namespace {

using ast::FaultKind;
using ast::Tier;

bool is_go_boolean(std::string_view text) {
    constexpr std::array<std::string_view, 12> booleans{"1", "t", "T", "TRUE",  "true",  "True",
                                                        "0", "f", "F", "FALSE", "false", "False"};
    return std::ranges::find(booleans, text) != booleans.end();
}

Span end_of(ast::Flag const& flag) { return flag.value_span.empty() ? flag.span : flag.value_span; }

// BuildKit looks for a variable anywhere but in the last byte.
void check_mount_from(ast::Field const& field, Reading& reading) {
    if (!field.has_value || !equals_folded(field.key.text(), "from")) return;
    auto const dollar = field.value.text().find('$');
    if (dollar == std::string_view::npos || dollar + 1 == field.value.size()) return;
    reading.fault(FaultKind::mount_from_variable, Tier::b, field.value.source());
}

void check_device(ast::Flag const& flag, Reading& reading) {
    auto const list = read_fields(flag, reading);
    if (!list.is_csv) {
        reading.fault(FaultKind::invalid_device, Tier::b, list.broken);
        return;
    }
    bool named = false;
    for (auto const& field : list.fields) {
        bool const is_required = equals_folded(field.key.text(), "required");
        bool const is_right =
            is_required ? !field.has_value || is_go_boolean(field.value.text()) : !named;
        if (!is_right) reading.fault(FaultKind::invalid_device, Tier::b, field.text.source());
        // An empty name leaves the next field free to be one.
        auto const& name =
            field.has_value && equals_folded(field.key.text(), "name") ? field.value : field.text;
        if (!is_required) named = named || !name.empty();
    }
}

template <std::size_t count>
void check_choice(ast::Flag const& flag, std::array<std::string_view, count> const& choices,
                  FaultKind kind, Reading& reading) {
    if (!flag.has_value) return;  // said by check_flags
    if (std::ranges::find(choices, flag.value.text()) != choices.end()) return;
    reading.fault(kind, Tier::b, end_of(flag), flag.value.text());
}

}  // namespace

FieldList read_fields(ast::Flag const& flag, Reading& reading) {
    auto& parts = reading.pools.parts;
    auto& fields = reading.pools.fields;
    parts.clear();
    fields.clear();
    FieldList list;
    auto const value = flag.value;
    if (auto const broken = grammar::read_csv(value.text(), parts)) {
        list.is_csv = false;
        auto const begin = std::min(*broken, value.size());
        list.broken = begin == value.size() ? end_of(flag) : value.source({begin, value.size()});
    }
    if (!reading.may_keep(parts.size())) return list;
    for (auto const& part : parts) {
        auto text = value.slice(part.range.begin, part.range.end);
        if (!part.plain && text.text().find('"') != std::string_view::npos) {
            Cook cook(text, reading);
            grammar::cook_csv_field(text.text(), cook);
            text = cook.done();
        }
        auto const equals = text.text().find('=');
        bool const has_value = equals != std::string_view::npos;
        auto const key_end = has_value ? static_cast<std::uint32_t>(equals) : text.size();
        auto const value_begin = has_value ? key_end + 1 : key_end;
        fields.push_back(
            {text, text.slice(0, key_end), text.slice(value_begin, text.size()), has_value});
    }
    list.fields = reading.arena.copy(fields);
    return list;
}

std::span<ast::Mount const> read_run_flags(ast::Instruction const& instruction, Reading& reading) {
    auto& mounts = reading.pools.mounts;
    mounts.clear();
    constexpr std::array<std::string_view, 3> networks{"default", "none", "host"};
    constexpr std::array<std::string_view, 2> securities{"sandbox", "insecure"};
    for (auto const& flag : instruction.flags) {
        if (flag.name == "mount" && flag.has_value) {
            auto const list = read_fields(flag, reading);
            mounts.push_back({&flag, list.fields});
            if (!list.is_csv) reading.fault(FaultKind::mount_not_csv, Tier::b, list.broken);
            for (auto const& field : list.fields) check_mount_from(field, reading);
        } else if (flag.name == "device" && flag.has_value) {
            check_device(flag, reading);
        } else if (flag.name == "network") {
            check_choice(flag, networks, FaultKind::invalid_network_mode, reading);
        } else if (flag.name == "security") {
            check_choice(flag, securities, FaultKind::invalid_security_mode, reading);
        }
    }
    return reading.arena.copy(mounts);
}

}  // namespace dockcheck::dockerfile
