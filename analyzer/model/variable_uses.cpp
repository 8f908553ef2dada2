// The words of each instruction that BuildKit expands, and the scopes of ARG and ENV.
#include "analyzer/model/variable_uses.hpp"

#include <algorithm>

#include "analyzer/model/base_image.hpp"
#include "analyzer/text/arena_map.hpp"

namespace dockcheck::model {
namespace {

/// Collects the uses in the words of one instruction.
class UseCollector {
 public:
    UseCollector(Build const& build, ast::Instruction const& instruction)
        : build_(build), instruction_(instruction), uses_(build.arena()) {}

    void words_of_node() {
        ast::visit(
            [&](auto const& node) {
                if constexpr (requires { read(node); }) read(node);
            },
            instruction_.node);
        auto const begin = [](VariableUse const& use) { return use.span.begin; };
        if (!std::ranges::is_sorted(uses_, {}, begin)) std::ranges::stable_sort(uses_, {}, begin);
    }
    [[nodiscard]] std::span<VariableUse const> uses() { return uses_.items(); }

 private:
    void text(Mapped const& text) { text_with(text, build_.file().escape, false); }
    void text_with(Mapped const& text, char escape, bool in_heredoc) {
        if (text.text().find('$') == std::string_view::npos) return;
        auto const unknown = [](std::string_view) {
            return dockerfile::Variable{dockerfile::Variable::State::unknown, {}};
        };
        auto const quotes = in_heredoc ? dockerfile::Quotes::literal : dockerfile::Quotes::removed;
        auto const expansion =
            dockerfile::expand(text.text(), escape, quotes, unknown, build_.arena());
        for (auto const& use : expansion.uses) {
            uses_.push_back({use.name, text.source(use.span), use.operation, in_heredoc});
        }
    }
    void flag(std::string_view name) {
        if (auto const* const found = instruction_.flag(name)) text(found->value);
    }
    void pairs(std::span<ast::Pair const> pairs) {
        for (auto const& pair : pairs) {
            text(pair.key.text);
            text(pair.value.text);
        }
    }
    void sources(std::span<ast::CopySource const> sources, ast::Word const& destination) {
        flag("chown");
        flag("chmod");
        for (auto const& source : sources) {
            if (!source.is_inline) text(source.word.text);
            if (source.heredoc == nullptr || !source.heredoc->expand) continue;
            Mapped const body(source.heredoc->body, source.heredoc->body_span.begin);
            text_with(body, '\\', true);
        }
        text(destination.text);
    }

    void read(ast::Env const& node) { pairs(node.pairs); }
    void read(ast::Label const& node) { pairs(node.pairs); }
    void read(ast::Arg const& node) {
        ArenaMap<bool> declared(build_.arena());
        for (auto const& pair : node.pairs) {
            auto const name = pair.key.text.text();
            bool const is_given = build_.options().arguments.contains(name);
            auto const first = uses_.size();
            if (!is_given) text(pair.value.text);
            auto const is_declared = [&](VariableUse const& use) {
                return declared.find(use.name) != nullptr;
            };
            auto* const end = std::remove_if(uses_.begin() + first, uses_.end(), is_declared);
            uses_.resize(static_cast<std::size_t>(end - uses_.begin()));
            declared.get(name, true);
        }
    }
    void read(ast::Run const& node) {
        for (auto const& mount : node.mounts) {
            for (auto const& field : mount.fields) text(field.value);
        }
    }
    void read(ast::Copy const& node) { sources(node.sources, node.destination); }
    void read(ast::Add const& node) {
        flag("checksum");
        sources(node.sources, node.destination);
    }
    void read(ast::Expose const& node) {
        for (auto const& port : node.ports) text(port.text);
    }
    void read(ast::Volume const& node) {
        for (auto const& path : node.paths) text(path.text);
    }
    void read(ast::User const& node) { text(node.value.text); }
    void read(ast::Workdir const& node) { text(node.value.text); }
    void read(ast::Stopsignal const& node) { text(node.value.text); }

    Build const& build_;
    ast::Instruction const& instruction_;
    ArenaVector<VariableUse> uses_;
};

bool is_in_chain(Stage const& stage, Stage const& other) {
    for (auto const* at = &stage; at != nullptr; at = at->parent) {
        if (at == &other) return true;
    }
    return false;
}

/// `FROM $BASE`: what it is by default is known, and those who build may name any other image,
/// which sets what it likes.
bool base_is_argument(Build const& build, Reference const& root) {
    if (build.options().arguments_are_complete || root.instruction == nullptr) return false;
    auto const* const from = ast::get_if<ast::From>(&root.instruction->node);
    if (from == nullptr) return false;
    auto const text = from->image.text.text();
    if (text.starts_with('"')) return text.starts_with("\"$");
    // A slash between braces is a part of a default: ${BASE:-a/b}.
    auto const slash = text.rfind('/');
    auto const name =
        slash == text.npos || text.find('}', slash) != text.npos ? std::size_t{0} : slash + 1;
    return text.substr(name).starts_with('$');
}

}  // namespace

std::span<VariableUse const> builder_uses(Build const& build, ast::Instruction const& instruction) {
    return build.builder_uses(instruction);
}

std::span<VariableUse const> Build::builder_uses(ast::Instruction const& instruction) const {
    auto const find = [&] {
        UseCollector collector(*this, instruction);
        collector.words_of_node();
        return collector.uses();
    };
    auto const position = position_of(instruction);
    if (position == none) return find();
    auto& at = at_[position];
    if (!at.may_use_variables) return {};
    if (&instruction != &file_.instructions[position]) return find();
    if (!at.has_uses) {
        auto const uses = find();
        at.has_uses = true;
        at.uses = uses.data();
        at.use_count = static_cast<std::uint32_t>(uses.size());
    }
    return {at.uses, at.use_count};
}

Setter setter_of(Build const& build, ast::Instruction const& before, std::string_view name) {
    auto const* const stage = build.stage_of(before);
    if (stage == nullptr) return Setter::unknown_base;
    auto position = build.position_of(before);
    for (auto const* at = stage; at != nullptr; at = at->parent) {
        if (build.variables(*at).find(name, position) != nullptr) return Setter::dockerfile;
        position = Variables::end;
    }
    auto const state = build.variable(before, name).state;
    if (state == dockerfile::Variable::State::unset) {
        return base_is_argument(build, stage->root()) ? Setter::unknown_base : Setter::nobody;
    }
    bool const is_known = name == "PATH" || known_image(stage->root()) != nullptr;
    return is_known ? Setter::base_image : Setter::unknown_base;
}

HiddenArgument hidden_argument(Build const& build, ast::Instruction const& instruction,
                               std::string_view name) {
    auto const* const stage = build.stage_of(instruction);
    if (stage == nullptr) return {};
    if (build.globals().find(name, Variables::end) != nullptr) {
        return {HiddenArgument::Kind::global, nullptr};
    }
    // Of a file with more stages than anybody writes, the first.
    constexpr std::size_t most = 100;
    for (auto const& other : build.stages().first(std::min(build.stages().size(), most))) {
        if (is_in_chain(*stage, other)) continue;
        auto const* const binding = build.variables(other).find(name, Variables::end);
        if (binding != nullptr && !binding->is_env) {
            return {HiddenArgument::Kind::other_stage, &other};
        }
    }
    return {};
}

bool is_platform_argument(std::string_view name) {
    static constexpr std::string_view all_prefixes[] = {"BUILD", "TARGET"};
    for (auto const prefix : all_prefixes) {
        if (!name.starts_with(prefix)) continue;
        auto const rest = name.substr(prefix.size());
        static constexpr std::string_view parts[] = {"PLATFORM", "OS", "OSVERSION", "ARCH",
                                                     "VARIANT"};
        if (std::ranges::find(parts, rest) != std::ranges::end(parts)) return true;
    }
    return name == "TARGETSTAGE";
}

}  // namespace dockcheck::model
