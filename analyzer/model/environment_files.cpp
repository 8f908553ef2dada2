// Reading the names in `.env` files, and where a build could have such a file from.
#include "analyzer/model/environment_files.hpp"

#include <algorithm>

#include "analyzer/model/package_settings.hpp"
#include "analyzer/model/paths.hpp"
#include "analyzer/model/placed_file.hpp"
#include "analyzer/text/base_name.hpp"

namespace dockcheck::model {
namespace {

constexpr int deepest_file_copy = 4;
constexpr std::size_t most_names = 8;
constexpr std::size_t most_places = 50;
/// Copies and commands that are looked at for all places together.
constexpr int most_steps = 20'000;

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
    Looker(Build const& build, std::string path, int depth, int& steps)
        : build_(build), path_(std::move(path)), depth_(depth), steps_(steps) {}

    EnvironmentFile look(Stage const& stage) {
        auto const name = base_name(path_);
        for (auto const* part = &stage; part != nullptr; part = part->parent) {
            steps_ -= static_cast<int>(part->commands.size() + part->transfers.size());
            if (steps_ < 0) return {true, {}};
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
        if (!is_target && !lies_below(path_, target)) return;
        for (auto const& source : transfer.sources) {
            auto const text = source.value.known();
            if (transfer.from != nullptr) {
                look_in_stage(transfer, source, target);
            } else if (!text || source.is_remote || source.written->is_inline) {
                found_.is_unknown = true;
            } else if (source.has_wildcard) {
                for (auto const& match : build_.context()->matches(context_path(*text)))
                    look_at(match, target, transfer.is_add);
            } else {
                look_at(context_path(*text), target, transfer.is_add);
            }
        }
    }

    /// A file of another stage, or what lies in a folder of it.
    void look_in_stage(Transfer const& transfer, Transfer::Source const& source,
                       std::string const& target) {
        auto const text = source.value.known();
        if (text && base_name(*text).starts_with("package") && source.has_wildcard) return;
        auto const* stage = transfer.from->stage;
        if (!text || source.has_wildcard || stage == nullptr || depth_ >= deepest_file_copy) {
            found_.is_unknown = true;
            return;
        }
        auto const from = clean_path("/" + std::string(*text));
        if (auto const file = placed_file(build_, *stage, from)) {
            if (is_here(from, target)) read(*file);
            return;
        }
        if (!lies_below(path_, target)) return;
        auto const rest = path_.substr(target == "/" ? 1 : target.size() + 1);
        auto inner = Looker(build_, clean_path(from + "/" + rest), depth_ + 1, steps_).look(*stage);
        found_.is_unknown |= inner.is_unknown;
        found_.variables.insert(found_.variables.end(), inner.variables.begin(),
                                inner.variables.end());
    }

    /// Whether a single file comes to the path.
    [[nodiscard]] bool is_here(std::string_view file, std::string const& target) const {
        return path_ == target || path_ == clean_path(target + "/" + std::string(base_name(file)));
    }

    void look_at(std::string const& source, std::string const& target, bool is_add) {
        auto const* context = build_.context();
        auto const presence = context->look(source);
        if (presence == context::Presence::unknown) found_.is_unknown = true;
        if (presence == context::Presence::file) {
            if (is_here(source, target)) read(source);
            // ADD unpacks it.
            found_.is_unknown |= is_add && source.find(".t") != source.npos;
            return;
        }
        if (presence != context::Presence::directory || !lies_below(path_, target)) return;
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
    std::string path_;
    int depth_;
    int& steps_;
    EnvironmentFile found_{};
};

}  // namespace

EnvironmentFile environment_files(Build const& build, Stage const& stage,
                                  std::set<std::string> const& names,
                                  std::set<std::string> const& folders) {
    if (names.empty()) return {};
    if (build.context() == nullptr || names.size() > most_names) return {true, {}};
    std::set<std::string> places;
    for (auto const& folder : folders) {
        for (auto at = clean_path(folder); places.size() < most_places && places.insert(at).second;
             at = clean_path(at + "/..")) {
        }
    }
    EnvironmentFile all;
    int steps = most_steps;
    for (auto const& place : places) {
        for (auto const& name : names) {
            auto const one = Looker(build, clean_path(place + "/" + name), 0, steps).look(stage);
            all.is_unknown |= one.is_unknown;
            all.variables.insert(all.variables.end(), one.variables.begin(), one.variables.end());
        }
    }
    return all;
}

}  // namespace dockcheck::model
