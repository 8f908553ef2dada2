// Finds references of FROM that are no image with the defaults of the arguments alone.
#include "rules/base-image/base-image-invalid-with-default-args.hpp"

#include <map>
#include <string>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/variable_uses.hpp"

namespace dockcheck::rules::base_image_invalid_with_default_args {
namespace {

using State = dockerfile::Variable::State;

/// The global arguments as they are when nothing is given.
class Defaults {
 public:
    explicit Defaults(model::Build const& build) : build_(build) {
        for (auto const& instruction : build.file().instructions) {
            if (instruction.keyword == ast::Keyword::from) break;
            auto const* const arg = std::get_if<ast::Arg>(&instruction.node);
            if (arg == nullptr) continue;
            for (auto const& pair : arg->pairs) declare(pair);
        }
    }

    [[nodiscard]] dockerfile::Expansion expand(std::string_view text) const {
        auto const scope = [&](std::string_view name) { return variable(name); };
        return dockerfile::expand(text, build_.file().escape, dockerfile::Quotes::removed, scope,
                                  build_.arena());
    }
    /// The first argument in the text that has no value.
    [[nodiscard]] std::string_view missing(std::string_view text) const {
        for (auto const& use : expand(text).uses) {
            auto const found = values_.find(use.name);
            if (found == values_.end()) continue;
            if (found->second.state == State::unset) return use.name;
            if (auto const deeper = reasons_.find(use.name); deeper != reasons_.end()) {
                return deeper->second;
            }
        }
        return {};
    }

 private:
    void declare(ast::Pair const& pair) {
        auto const name = pair.key.text.text();
        auto const given = build_.options().arguments.find(name);
        if (given != build_.options().arguments.end()) {
            values_[name] = {State::known, Value(std::string_view(given->second))};
        } else if (pair.has_value) {
            auto const reason = missing(pair.value.text.text());
            values_[name] = {State::known, expand(pair.value.text.text()).value};
            if (!reason.empty()) reasons_[name] = reason;
        } else {
            values_.try_emplace(name);
        }
    }
    [[nodiscard]] dockerfile::Variable variable(std::string_view name) const {
        if (auto const found = values_.find(name); found != values_.end()) return found->second;
        // Any platform will do here.
        if (name.ends_with("OS")) return {State::known, Value("linux")};
        if (name.ends_with("PLATFORM")) return {State::known, Value("linux/amd64")};
        if (name.ends_with("ARCH")) return {State::known, Value("amd64")};
        if (name == "TARGETSTAGE") return {State::known, Value("default")};
        if (model::is_platform_argument(name)) return {State::known, Value("")};
        return {};
    }

    model::Build const& build_;
    std::map<std::string_view, dockerfile::Variable> values_;
    std::map<std::string_view, std::string_view> reasons_;
};

void check(ast::From const& from, Pass& pass) {
    auto const text = from.image.text.text();
    if (text.find('$') == text.npos) return;
    Defaults const defaults(pass.build());
    auto const name = defaults.missing(text);
    if (name.empty()) return;
    auto const value = defaults.expand(text).value.known();
    if (!value) return;
    if (value->empty()) {
        pass.report(from.image.span, empty, name);
    } else if (!dockerfile::parse_image_reference(*value)) {
        pass.report(from.image.span, invalid, name, *value);
    }
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::base_image_invalid_with_default_args
