// Going through a stage's instructions for those that make layers.
#include "analyzer/model/layers.hpp"

#include <algorithm>

#include "analyzer/context/ignore_file.hpp"
#include "analyzer/context/paths.hpp"
#include "analyzer/model/paths.hpp"
#include "analyzer/syntax/dockerfile/go_values.hpp"

namespace dockcheck::model {
namespace {

bool is_on(ast::Instruction const& instruction, std::string_view name) {
    auto const* flag = instruction.flag(name);
    if (flag == nullptr) return false;
    return !flag->has_value || dockerfile::parse_go_boolean(flag->value.text()).value_or(false);
}

class LayerReader {
 public:
    LayerReader(Build const& build, Stage const& stage) : build_(build), stage_(stage) {}

    std::vector<Layer> read() {
        begin(Layer::Kind::base, stage_.from_instruction);
        if (stage_.base.kind != Reference::Kind::scratch) {
            layers_.back().sources.push_back(&stage_.base);
        }
        find_last_shell_of_parents();
        for (auto const* trigger : stage_.triggered.instructions) {
            add(*trigger, after_from(), stage_.triggered.transfers, stage_.triggered.mounts);
            if (is_layer_) layers_.back().is_trigger = true;
        }
        for (auto const& instruction : stage_.instructions) {
            add(instruction, build_.position_of(instruction), stage_.transfers, stage_.mounts);
        }
        return std::move(layers_);
    }

 private:
    [[nodiscard]] std::uint32_t after_from() const {
        return build_.position_of(*stage_.from_instruction) + 1;
    }

    Layer& begin(Layer::Kind kind, ast::Instruction const* instruction) {
        auto& layer = layers_.emplace_back();
        layer.kind = kind;
        layer.stage = &stage_;
        layer.instruction = instruction;
        return layer;
    }

    void find_last_shell_of_parents() {
        for (auto const* parent = stage_.parent; parent != nullptr && shell_ == nullptr;
             parent = parent->parent) {
            for (auto const& instruction : parent->instructions) {
                if (instruction.keyword == ast::Keyword::shell) shell_ = &instruction;
            }
        }
    }

    void add(ast::Instruction const& instruction, std::uint32_t position,
             std::span<Transfer const> transfers, std::span<Reference const> mounts) {
        is_layer_ = true;
        if (auto const* run = ast::get_if<ast::Run>(&instruction.node)) {
            return add_run(instruction, *run, position, mounts);
        }
        if (auto const* workdir = ast::get_if<ast::Workdir>(&instruction.node)) {
            return add_workdir(instruction, *workdir, position);
        }
        auto const transfer = std::ranges::find(transfers, &instruction, &Transfer::instruction);
        if (transfer != transfers.end()) return add_transfer(*transfer, position);
        is_layer_ = false;
        if (instruction.keyword == ast::Keyword::shell) shell_ = &instruction;
    }

    void add_run(ast::Instruction const& instruction, ast::Run const& run, std::uint32_t position,
                 std::span<Reference const> mounts) {
        auto& layer = begin(Layer::Kind::run, &instruction);
        layer.variables = build_.variables_before(stage_, position);
        layer.user = build_.user(instruction);
        layer.workdir = build_.workdir(instruction);
        if (!run.command.json) layer.shell = shell_;
        for (auto const& mount : mounts) {
            if (mount.instruction == &instruction) layer.sources.push_back(&mount);
        }
        for (auto const& mount : run.mounts) add_bind_mount(layer, mount);
    }

    // Of the mounts only those that bind files of the context; the contents of caches and secrets
    // are no part of the key.
    void add_bind_mount(Layer& layer, ast::Mount const& mount) const {
        auto const* type = mount.find("type");
        if (type != nullptr && type->value.text() != "bind") return;
        if (auto const* from = mount.find("from"); from != nullptr && !from->value.empty()) return;
        auto const* source = mount.find("source", "src");
        auto const path = source == nullptr
                              ? Value(std::string_view("."))
                              : build_.expand(*layer.instruction, source->value.text()).value;
        layer.context.push_back({path, false});
    }

    void add_workdir(ast::Instruction const& instruction, ast::Workdir const& workdir,
                     std::uint32_t position) {
        auto const path = build_.expand(instruction, workdir.value.text.text()).value;
        auto const folder =
            join_workdir(build_.arena(), build_.workdir(instruction), path, stage_.is_windows);
        if (folder.is_known() && clean_path(*folder.known()) == "/") {
            is_layer_ = false;
            return;
        }
        auto& layer = begin(Layer::Kind::workdir, &instruction);
        layer.user = build_.user(instruction);
        add_used(layer, workdir.value.text.text(), position);
    }

    void add_transfer(Transfer const& transfer, std::uint32_t position) {
        auto const& instruction = *transfer.instruction;
        auto& layer = begin(transfer.is_add ? Layer::Kind::add : Layer::Kind::copy, &instruction);
        layer.transfer = &transfer;
        layer.is_independent = is_on(instruction, "link");
        if (transfer.from != nullptr) layer.sources.push_back(transfer.from);
        for (auto const& source : transfer.sources) {
            if (source.written->is_inline) {
                auto const* heredoc = source.written->heredoc;
                if (heredoc != nullptr && heredoc->expand) add_used(layer, heredoc->body, position);
                continue;
            }
            add_used(layer, source.written->word.text.text(), position);
            if (transfer.from != nullptr || source.is_remote) continue;
            layer.context.push_back({source.value, source.has_wildcard});
        }
        add_used(layer, transfer.destination_word->text.text(), position);
        for (auto const& flag : instruction.flags) {
            if (flag.name != "from") add_used(layer, flag.value.text(), position);
        }
    }

    /// The variables that a text names, of those that the file sets.
    void add_used(Layer& layer, std::string_view text, std::uint32_t position) const {
        if (text.find('$') == std::string_view::npos) return;
        auto const uses = build_.expand(*layer.instruction, text).uses;
        if (uses.empty()) return;
        for (auto const& variable : build_.variables_before(stage_, position)) {
            if (std::ranges::find(uses, variable.name, &dockerfile::VariableUse::name) == uses.end()
                || std::ranges::find(layer.variables, variable.name, &ScopeVariable::name)
                       != layer.variables.end()) {
                continue;
            }
            layer.variables.push_back(variable);
        }
    }

    Build const& build_;
    Stage const& stage_;
    std::vector<Layer> layers_;
    ast::Instruction const* shell_ = nullptr;
    bool is_layer_ = false;
};

/// The part of a path behind a folder of it, or nothing when it does not lie there; the folder
/// itself gives the empty text.
std::optional<std::string_view> behind(std::string_view path, std::string_view folder) {
    if (folder.empty()) return path;
    if (!path.starts_with(folder)) return std::nullopt;
    path.remove_prefix(folder.size());
    if (path.empty()) return path;
    if (path.front() != '/') return std::nullopt;
    return path.substr(1);
}

/// Whether the pattern matches the path or a folder above it.
bool glob_takes(std::string_view glob, std::string_view path) {
    auto const parts = std::ranges::count(glob, '/');
    std::size_t end = 0;
    for (auto part = parts + 1; part > 0; --part) {
        if (end >= path.size()) return false;
        end = std::min(path.find('/', end == 0 ? 0 : end + 1), path.size());
    }
    return context::glob_match(glob, path.substr(0, end)) == context::GlobMatch::yes;
}

/// Whether --exclude leaves out a file, by its path below the source; unknown for a source that is
/// a pattern.
Takes not_excluded(ast::Instruction const& instruction, std::optional<std::string_view> inside) {
    std::string patterns;
    for (auto const& flag : instruction.flags) {
        if (flag.name == "exclude") patterns += std::string(flag.value.text()) + "\n";
    }
    if (patterns.empty()) return Takes::yes;
    if (!inside || patterns.find('$') != patterns.npos) return Takes::unknown;
    if (inside->empty()) return Takes::unknown;
    Source const source("--exclude", patterns);
    return context::IgnoreFile(source).verdict(*inside).excluded ? Takes::no : Takes::yes;
}

Takes source_takes(Layer const& layer, ContextSource const& source, std::string_view path) {
    auto const text = source.path.known();
    if (!text) {
        auto const prefix = std::string(source.path.known_prefix());
        auto const folder = context::clean_source_path(prefix.substr(0, prefix.rfind('/') + 1));
        return behind(path, folder) ? Takes::unknown : Takes::no;
    }
    auto const cleaned = context::clean_source_path(*text);
    if (source.has_wildcard) {
        if (!glob_takes(cleaned, path)) return Takes::no;
        return not_excluded(*layer.instruction, std::nullopt);
    }
    auto const inside = behind(path, cleaned);
    return inside ? not_excluded(*layer.instruction, inside) : Takes::no;
}

}  // namespace

std::vector<Layer> layers_of(Build const& build, Stage const& stage) {
    return LayerReader(build, stage).read();
}

Takes takes_file(Layer const& layer, std::string_view path) {
    auto result = Takes::no;
    for (auto const& source : layer.context) {
        auto const takes = source_takes(layer, source, path);
        if (takes == Takes::yes) return takes;
        if (takes == Takes::unknown) result = takes;
    }
    return result;
}

}  // namespace dockcheck::model
