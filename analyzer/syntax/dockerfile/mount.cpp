// The tier D checks of RUN --mount (dockerfile-grammar, section 13).
#include "analyzer/syntax/dockerfile/mount.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "analyzer/syntax/dockerfile/go_values.hpp"
#include "analyzer/text/nearest.hpp"

namespace dockcheck::dockerfile {
namespace {

using ast::FaultKind;

constexpr std::array<std::string_view, 5> mount_types{"bind", "cache", "secret", "ssh", "tmpfs"};
constexpr std::array<std::string_view, 3> sharing_modes{"locked", "private", "shared"};
constexpr std::array<std::string_view, 19> mount_keys{
    "type", "from", "source", "target", "readonly",    "id", "sharing", "required",  "size", "mode",
    "uid",  "gid",  "src",    "dst",    "destination", "ro", "rw",      "readwrite", "env"};

template <std::size_t size>
bool is_one_of(std::array<std::string_view, size> const& words, std::string_view word) {
    return std::ranges::find(words, word) != words.end();
}

/// The last value that a key was given.
struct Setting {
    ast::Field const* field = nullptr;
    Value value;

    [[nodiscard]] bool is_certainly_given() const {
        return field != nullptr && !value.text_or_empty().empty();
    }
    [[nodiscard]] bool is_certainly_empty() const {
        return field == nullptr || (value.is_known() && value.text_or_empty().empty());
    }
};

/// Whether a path, from the root, is the root itself.
bool leads_to_root(std::string_view path) {
    std::size_t depth = 0;
    while (!path.empty()) {
        auto const slash = path.find('/');
        auto const part = path.substr(0, slash);
        if (part == "..") {
            depth -= std::min<std::size_t>(depth, 1);
        } else if (!part.empty() && part != ".") {
            ++depth;
        }
        if (slash == std::string_view::npos) break;
        path.remove_prefix(slash + 1);
    }
    return depth == 0;
}

class MountChecker {
 public:
    MountChecker(ast::Mount const& mount, ast::Instruction const& instruction,
                 MountContext const& context)
        : mount_(mount), instruction_(instruction), context_(context) {}

    std::span<ast::Fault const> check() {
        for (auto const& field : mount_.fields) check_field(field);
        if (faults_.empty() && is_type_known_) check_together();
        return context_.arena.copy(faults_);
    }

 private:
    void add(FaultKind kind, Span span, std::string_view word, std::string_view suggestion = {}) {
        faults_.push_back(
            {kind, ast::Tier::d, span, instruction_.first_line, &instruction_, word, suggestion});
    }
    void add(FaultKind kind, Mapped const& where) { add(kind, where.source(), where.text()); }

    void check_field(ast::Field const& field) {
        auto const key = context_.arena.copy(std::string_view(go_lower(field.key.text())));
        if (!field.has_value) return check_bare(field, key);
        auto const expansion = expand(field.value.text(), context_.escape, Quotes::removed,
                                      context_.scope, context_.arena);
        if (expansion.error != nullptr) {
            auto const& error = *expansion.error;
            return add(error.kind, field.value.source(error.span), error.word);
        }
        check_pair(field, key, expansion.value);
    }

    void check_bare(ast::Field const& field, std::string_view key) {
        if (key == "ro" || key == "readonly" || key == "rw" || key == "readwrite") return;
        if (key == "required") return check_required_is_allowed(field);
        add(FaultKind::mount_bare_word, field.text);
    }

    void check_pair(ast::Field const& field, std::string_view key, Value const& value) {
        Setting const setting{&field, value};
        if (key == "type") return check_type(field, value);
        if (key == "from") {
            from_ = setting;
        } else if (key == "source" || key == "src") {
            source_ = setting;
        } else if (key == "target" || key == "dst" || key == "destination") {
            target_ = setting;
        } else if (key == "id") {
            id_ = setting;
        } else if (key == "mode" || key == "uid" || key == "gid") {
            owner_ = setting;
            check_number(field, value, key == "mode" ? 8 : 10);
        } else if (key == "sharing") {
            sharing_ = setting;
            check_sharing(field, value);
        } else if (key == "size") {
            check_size(field, value);
        } else if (key != "env") {
            check_boolean(field, key, value);
        }
    }

    void check_type(ast::Field const& field, Value const& value) {
        is_type_known_ = value.is_known();
        if (!is_type_known_) return;
        type_ = context_.arena.copy(std::string_view(go_lower(value.text_or_empty())));
        if (is_one_of(mount_types, type_)) return;
        is_type_known_ = false;
        add(FaultKind::mount_unknown_type, field.value.source(), value.text_or_empty(),
            nearest(value.text_or_empty(), mount_types));
    }

    void check_number(ast::Field const& field, Value const& value, unsigned base) {
        auto const largest = std::numeric_limits<std::uint32_t>::max();
        if (value.is_known() && !parse_go_unsigned(value.text_or_empty(), base, largest))
            add(FaultKind::mount_invalid_value, field.value.source(), value.text_or_empty());
    }

    void check_sharing(ast::Field const& field, Value const& value) {
        if (!value.is_known() || is_one_of(sharing_modes, go_lower(value.text_or_empty()))) return;
        add(FaultKind::mount_invalid_value, field.value.source(), value.text_or_empty(),
            nearest(value.text_or_empty(), sharing_modes));
    }

    void check_size(ast::Field const& field, Value const& value) {
        if (is_type_known_ && type_ != "tmpfs")
            return add(FaultKind::mount_key_not_for_type, field.key);
        if (value.is_known() && !is_go_size(value.text_or_empty()))
            add(FaultKind::mount_invalid_value, field.value.source(), value.text_or_empty());
    }

    void check_boolean(ast::Field const& field, std::string_view key, Value const& value) {
        bool const is_access =
            key == "ro" || key == "readonly" || key == "rw" || key == "readwrite";
        if (!is_access && key != "required") {
            return add(FaultKind::mount_unknown_key, field.key.source(), field.key.text(),
                       nearest(key, mount_keys));
        }
        auto const count = faults_.size();
        if (key == "required") check_required_is_allowed(field);
        if (faults_.size() > count || !value.is_known()) return;
        if (!parse_go_boolean(value.text_or_empty()))
            add(FaultKind::mount_invalid_value, field.value.source(), value.text_or_empty());
    }

    /// Only the type that stands before it counts.
    void check_required_is_allowed(ast::Field const& field) {
        if (is_type_known_ && type_ != "secret" && type_ != "ssh")
            add(FaultKind::mount_key_not_for_type, field.key);
    }

    void check_together() {
        bool const is_secret = type_ == "secret";
        bool const takes_owner = is_secret || type_ == "ssh" || type_ == "cache";
        if (!takes_owner) refuse(owner_);
        if (is_secret) refuse(from_);
        if (type_ != "cache") refuse(sharing_);
        if (is_secret) check_secret_name();
        if (type_ == "ssh") refuse(source_);
        if (!is_secret && type_ != "ssh") check_target();
    }

    void refuse(Setting const& setting) {
        if (setting.is_certainly_given())
            add(FaultKind::mount_key_not_for_type, setting.field->key);
    }

    void check_secret_name() {
        if (source_.is_certainly_given() && id_.is_certainly_given())
            return add(FaultKind::mount_secret_source_and_id, id_.field->text);
        if (source_.is_certainly_empty() && target_.is_certainly_empty()
            && id_.is_certainly_empty())
            add(FaultKind::mount_missing_target, mount_.flag->span, mount_.flag->value.text());
    }

    void check_target() {
        if (target_.field != nullptr && !target_.value.is_known()) return;
        auto const target = target_.value.text_or_empty();
        bool is_root = target == "/";
        if (!target.starts_with('/')) {
            auto const directory = context_.working_directory.known();
            if (!directory) return;
            std::string path(*directory);
            path += '/';
            path += target;
            is_root = leads_to_root(path);
        }
        if (!is_root) return;
        if (target_.field == nullptr)
            return add(FaultKind::mount_missing_target, mount_.flag->span, target);
        add(FaultKind::mount_missing_target, target_.field->value.source(), target);
    }

    ast::Mount const& mount_;
    ast::Instruction const& instruction_;
    MountContext const& context_;
    std::vector<ast::Fault> faults_;
    std::string_view type_ = "bind";
    bool is_type_known_ = true;
    Setting from_;
    Setting source_;
    Setting target_;
    Setting id_;
    Setting owner_;  ///< the last of mode, uid and gid
    Setting sharing_;
};

}  // namespace

std::span<ast::Fault const> check_mount(ast::Mount const& mount,
                                        ast::Instruction const& instruction,
                                        MountContext const& context) {
    return MountChecker(mount, instruction, context).check();
}

}  // namespace dockcheck::dockerfile
