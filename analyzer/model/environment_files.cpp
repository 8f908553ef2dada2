// Reading the names in `.env` files, and where a build could have such a file from.
#include "analyzer/model/environment_files.hpp"

#include <algorithm>

#include "analyzer/model/package_settings.hpp"
#include "analyzer/model/paths.hpp"
#include "analyzer/text/base_name.hpp"

namespace dockcheck::model {
namespace {

bool is_below(std::string_view path, std::string_view folder) {
    if (folder == "/") return path.size() > 1;
    return path.size() > folder.size() && path.starts_with(folder) && path[folder.size()] == '/';
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
    return text;
}

/// `NAME=value`, `export NAME: value`.
void add_variables(std::string_view text, std::vector<std::string>& into) {
    while (!text.empty()) {
        auto const end = std::min(text.find_first_of("\r\n"), text.size());
        auto line = trimmed(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
        constexpr std::string_view keyword = "export ";
        if (line.starts_with(keyword)) line = trimmed(line.substr(keyword.size()));
        auto const name = trimmed(line.substr(0, line.find_first_of("=:")));
        if (!name.empty() && name.front() != '#' && name.size() < line.size())
            into.emplace_back(name);
    }
}

class Looker {
 public:
    Looker(Build const& build, std::string_view path) : build_(build), path_(path) {}

    EnvironmentFile look(Stage const& stage) {
        auto const name = base_name(path_);
        for (auto const* part = &stage; part != nullptr; part = part->parent) {
            for (auto const& command : part->commands) {
                if (command.use == Use::run && has_word_with(command, name))
                    found_.is_unknown = true;
            }
            for (auto const& transfer : part->transfers) look_at(transfer);
            if (!part->triggered.instructions.empty()) found_.is_unknown = true;
        }
        return std::move(found_);
    }

 private:
    void look_at(Transfer const& transfer) {
        auto const known = transfer.target.known();
        if (!known) {
            found_.is_unknown = true;
            return;
        }
        auto const target = clean_path(*known);
        bool const is_target = path_ == target;
        if (!is_target && !is_below(path_, target)) return;
        // A folder that another stage hands over may have anything in it.
        if (transfer.from != nullptr || transfer.is_add) {
            found_.is_unknown |= may_hold(transfer);
            return;
        }
        for (auto const& source : transfer.sources) {
            auto const text = source.value.known();
            if (!text || source.is_remote || source.written->is_inline) {
                found_.is_unknown = true;
            } else if (source.has_wildcard) {
                for (auto const& match : build_.context()->matches(context_path(*text)))
                    look_at(match, target);
            } else {
                look_at(context_path(*text), target);
            }
        }
    }

    /// False for folders of packages and single files of other names.
    bool may_hold(Transfer const& transfer) const {
        return std::ranges::any_of(transfer.sources, [&](Transfer::Source const& source) {
            auto const name = base_name(source.value.text_or_empty());
            return name != "node_modules" && name != "site-packages" && name != "uv"
                   && name != "uvx" && !name.ends_with(".txt") && !name.ends_with(".lock")
                   && !name.ends_with(".whl");
        });
    }

    void look_at(std::string const& source, std::string const& target) {
        auto const* context = build_.context();
        auto const presence = context->look(source);
        if (presence == context::Presence::unknown) found_.is_unknown = true;
        if (presence == context::Presence::file) {
            bool const is_here =
                path_ == target
                || path_ == clean_path(target + "/" + std::string(base_name(source)));
            if (is_here) read(source);
            return;
        }
        if (presence != context::Presence::directory || !is_below(path_, target)) return;
        auto const rest = path_.substr(target == "/" ? 1 : target.size() + 1);
        auto const file = source.empty() ? std::string(rest) : source + "/" + std::string(rest);
        auto const inner = context->look(file);
        if (inner == context::Presence::unknown) found_.is_unknown = true;
        if (inner == context::Presence::file) read(file);
    }

    void read(std::string const& file) {
        auto const* source = build_.context()->read(file);
        if (source == nullptr) {
            found_.is_unknown = true;
        } else {
            add_variables(source->bytes(), found_.variables);
        }
    }

    Build const& build_;
    std::string_view path_;
    EnvironmentFile found_;
};

}  // namespace

EnvironmentFile environment_file(Build const& build, Stage const& stage, std::string_view path) {
    if (build.context() == nullptr) return {true, {}};
    return Looker(build, path).look(stage);
}

}  // namespace dockcheck::model
