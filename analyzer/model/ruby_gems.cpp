// Comparing what a Ruby program loads with what Bundler installs, and where (Bundler's manual,
// "bundle config": path, deployment, without).
#include "analyzer/model/ruby_gems.hpp"

#include <algorithm>

#include "analyzer/model/base_image.hpp"
#include "analyzer/model/manifest_beside.hpp"
#include "analyzer/model/packages.hpp"
#include "analyzer/model/ruby_program.hpp"
#include "analyzer/model/ruby_stages.hpp"
#include "analyzer/model/word_list.hpp"

namespace dockcheck::model {
namespace {

/// Gems that some Ruby has brought itself (stdgems.org, November 2026).
constexpr WordList own_gems =
    " abbrev base64 benchmark bigdecimal bundler cgi csv date dbm debug delegate did_you_mean "
    "digest drb e2mmap English erb error_highlight etc fcntl fiddle fileutils find forwardable "
    "getoptlong io-console io-nonblock io-wait ipaddr irb json logger matrix minitest mutex_m "
    "net-ftp net-http net-imap net-pop net-protocol net-smtp nkf observer open-uri open3 openssl "
    "optparse ostruct pathname power_assert pp prettyprint prime prism pstore psych racc rake rbs "
    "rdoc readline readline-ext reline resolv resolv-replace rexml rinda rss securerandom set "
    "shellwords singleton socket stringio strscan syntax_suggest syslog tempfile test-unit time "
    "timeout tmpdir tracer tsort typeprof un uri weakref webrick win32ole yaml zlib ";

/// Of one program that are looked at.
constexpr std::size_t most_features = 200;

/// The only `bundle install` of an image that takes no files from other stages; or nullptr.
Command const* only_install(Build const& build, Stage const& last, Stage const*& at) {
    Command const* found = nullptr;
    for (auto const* stage = &last; stage != nullptr; stage = stage->parent) {
        if (!stage->triggered.instructions.empty()) return nullptr;
        for (auto const& transfer : stage->transfers) {
            if (transfer.from != nullptr || transfer.is_add) return nullptr;
        }
        for (auto const& command : stage->commands) {
            if (command.use != Use::run || !is_bundle_install(build, command)) continue;
            if (found != nullptr || command.is_conditional) return nullptr;
            found = &command;
            at = stage;
        }
        if (stage->parent != nullptr) continue;
        auto const* image = known_image(stage->base);
        if (image == nullptr || image->name != "ruby") return nullptr;
    }
    return found;
}

/// True when a command other than Bundler's may bring the gem.
bool is_brought_otherwise(Stage const& last, std::string_view gem) {
    for (auto const* stage = &last; stage != nullptr; stage = stage->parent) {
        for (auto const& command : stage->commands) {
            if (command.use != Use::run) continue;
            for (auto const& argument : command.arguments) {
                auto const text = argument.value.known();
                if (!text || text->find(gem) != text->npos) return true;
            }
        }
    }
    return false;
}

/// `development:test` and `development test`.
bool leaves_out(BundleSetting const& without, std::string_view group) {
    std::string_view rest = without.value;
    while (!rest.empty()) {
        auto const end = std::min(rest.find_first_of(": "), rest.size());
        if (rest.substr(0, end) == group) return true;
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return false;
}

class GemSearch {
 public:
    GemSearch(Build const& build, Stage const& stage, Command const& command)
        : build_(build), stage_(stage), command_(command) {}

    std::optional<UnfoundGem> find() {
        if (command_.is_conditional || !command_.assignments.empty()) return std::nullopt;
        install_ = only_install(build_, stage_, at_);
        if (install_ == nullptr) return std::nullopt;
        gemfile_ = manifest_beside(build_, *at_, *install_, "Gemfile", &gemfile_path_);
        if (gemfile_ == nullptr || !gemfile_->is_complete) return std::nullopt;
        bool const is_plain = command_.argument(0) == "ruby";
        bool const is_exec = command_.argument(0) == "bundle" && command_.argument(1) == "exec";
        auto folder = is_plain ? folder_of_gems() : std::string();
        if ((is_plain && folder.empty()) || (!is_plain && !(is_exec && leaves_out_groups())))
            return std::nullopt;
        auto features = loaded_features(build_, stage_, command_);
        features.resize(std::min(features.size(), most_features));
        for (auto const& feature : features) {
            auto const name = feature.name.substr(0, feature.name.find('/'));
            auto const* entry = gemfile_->find(name);
            bool const is_gem =
                entry != nullptr && !own_gems.holds(name) && !is_brought_otherwise(stage_, name);
            if (!is_gem || (!is_plain && !is_left_out(*entry))) continue;
            return UnfoundGem{std::string(name), feature.place, listed(*entry), install_, folder};
        }
        return std::nullopt;
    }

 private:
    [[nodiscard]] Place listed(context::Dependency const& entry) const {
        return {build_.context()->read(gemfile_path_), entry.span};
    }

    /// Where `bundle install` puts gems, when plain `ruby` certainly does not look there.
    [[nodiscard]] std::string folder_of_gems() const {
        for (std::string_view const name : {"GEM_HOME", "GEM_PATH", "RUBYLIB", "RUBYOPT",
                                            "BUNDLE_PATH__SYSTEM", "BUNDLE_SYSTEM_BINDIR"}) {
            if (stage_.config.find_environment(name) != nullptr) return {};
        }
        if (command_.argument(1).starts_with('-')) return {};
        auto const path = bundle_setting(build_, *at_, *install_, "path");
        auto const system = bundle_setting(build_, *at_, *install_, "path.system");
        if (!system.is_unset()) return {};
        if (path.is_on() && !path.value.starts_with("/usr/local/bundle")) return path.value;
        auto const deployment = bundle_setting(build_, *at_, *install_, "deployment");
        return path.is_unset() && deployment.is_on() ? "vendor/bundle" : std::string();
    }

    [[nodiscard]] bool leaves_out_groups() const {
        auto const without = bundle_setting(build_, *at_, *install_, "without");
        return without.is_on() && leaves_out(without, "development") && leaves_out(without, "test");
    }

    /// Of a group that is left out, and nothing that stays requires it, by the lock file.
    [[nodiscard]] bool is_left_out(context::Dependency const& entry) const {
        std::string path;
        auto const* lock = manifest_beside(build_, *at_, *install_, "Gemfile.lock", &path);
        auto const* source = lock == nullptr ? nullptr : build_.context()->read(path);
        if (!entry.is_development || source == nullptr) return false;
        auto const count =
            std::ranges::count(gemfile_->dependencies, entry.name, &context::Dependency::name);
        return count == 1
               && source->bytes().find("\n      " + entry.name) == std::string_view::npos;
    }

    Build const& build_;
    Stage const& stage_;
    Command const& command_;
    Stage const* at_ = nullptr;
    Command const* install_ = nullptr;
    context::Manifest const* gemfile_ = nullptr;
    std::string gemfile_path_{};
};

}  // namespace

std::optional<UnfoundGem> unfound_gem(Build const& build, Stage const& stage,
                                      Command const& command) {
    if (build.context() == nullptr) return std::nullopt;
    return GemSearch(build, stage, command).find();
}

}  // namespace dockcheck::model
