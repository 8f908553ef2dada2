// Weighing all that names a rule against each other.
#include "analyzer/config/selection.hpp"

#include <algorithm>
#include <cstdint>
#include <utility>

namespace dockcheck::config {
namespace {

enum class Wish : std::uint8_t { on, off };

/// The weight of a statement about a rule: the greater one holds. Zero is none.
using Weight = std::uint32_t;

Weight weight(Breadth breadth, std::size_t layer, Wish wish) {
    auto const breadth_part = (static_cast<Weight>(breadth) + 1) << 24;
    return breadth_part | (static_cast<Weight>(layer) << 1) | (wish == Wish::off ? 1 : 0);
}

bool is_on(Weight weight) { return weight != 0 && (weight & 1) == 0; }

/// All that was said about one rule, as far as it still counts.
struct Standing {
    Weight whole = 0;
    std::vector<std::pair<std::string_view, Weight>> variants;
    std::optional<Severity> severity;
    std::size_t severity_layer = 0;
    struct OfVariant {
        std::string_view variant;
        Severity severity;
        std::size_t layer;
        std::string_view id;
    };
    std::vector<OfVariant> severities_of_variants;

    /// A rule's own severity gives way to one of its variants in the same place, and one of a later
    /// place holds for all variants. Where two ids of one variant say different things in one
    /// place, the gravest holds.
    void set_severity(std::string_view variant, Severity said, std::size_t layer,
                      std::string_view id) {
        if (variant.empty()) {
            severity = said;
            severity_layer = layer;
            std::erase_if(severities_of_variants,
                          [&](OfVariant const& each) { return each.layer < layer; });
            return;
        }
        for (auto& each : severities_of_variants) {
            if (each.variant != variant) continue;
            bool const is_graver = each.layer == layer && each.id != id && each.severity > said;
            if (!is_graver) each = {variant, said, layer, id};
            return;
        }
        severities_of_variants.push_back({variant, said, layer, id});
    }

    void say(std::string_view variant, Weight said) {
        if (variant.empty()) {
            whole = std::max(whole, said);
            return;
        }
        auto const known =
            std::ranges::find(variants, variant, &std::pair<std::string_view, Weight>::first);
        if (known == variants.end()) {
            variants.emplace_back(variant, said);
        } else {
            known->second = std::max(known->second, said);
        }
    }

    [[nodiscard]] bool wants(std::string_view variant) const {
        auto result = whole;
        for (auto const& [name, said] : variants) {
            if (name == variant) result = std::max(result, said);
        }
        return is_on(result);
    }
};

/// The standings of all rules while the layers are read.
class Selector {
 public:
    explicit Selector(RuleList rules) : rules_(rules), standings_(rules.size()) {}

    Standing& standing(Rule const* rule) { return standings_[rules_.index(rule)]; }

    std::optional<Error> apply(std::vector<Mention> const& mentions, std::size_t layer, Wish wish) {
        for (auto const& mention : mentions) {
            auto const found = meaning(rules_, mention.name);
            if (!found && passes_over_) continue;
            if (!found) return Error{mention.where, found.error().text};
            for (auto const& hit : found->hits) {
                standing(hit.rule).say(hit.variant, weight(found->breadth, layer, wish));
            }
        }
        return std::nullopt;
    }

    std::optional<Error> apply(std::vector<SeveritySetting> const& settings, std::size_t layer) {
        for (auto const& setting : settings) {
            auto const found = rules_named(rules_, setting.rule.name);
            if (!found && passes_over_) continue;
            if (!found) return Error{setting.rule.where, found.error().text};
            for (auto const& hit : found->hits) {
                standing(hit.rule).set_severity(hit.variant, setting.severity, layer,
                                                setting.rule.name);
            }
        }
        return std::nullopt;
    }

    void pass_over_unknown(bool value) { passes_over_ = value; }

    std::vector<ActiveRule> finish() {
        std::vector<ActiveRule> result;
        result.reserve(rules_.size());
        for (std::size_t i = 0; i < rules_.size(); ++i) {
            auto& standing = standings_[i];
            if (standing.severity == Severity::off) {
                standing.say({}, weight(Breadth::rule, standing.severity_layer, Wish::off));
                standing.severity.reset();
            }
            for (auto const& each : standing.severities_of_variants) {
                if (each.severity != Severity::off) continue;
                standing.say(each.variant, weight(Breadth::rule, each.layer, Wish::off));
            }
            if (auto active = active_rule(rules_[i], standing))
                result.push_back(std::move(*active));
        }
        return result;
    }

 private:
    static std::optional<ActiveRule> active_rule(Rule const& rule, Standing const& standing) {
        ActiveRule active;
        active.rule = &rule;
        active.severity = standing.severity.value_or(rule.severity);
        active.severity_is_set = standing.severity.has_value();
        for (auto const& each : standing.severities_of_variants) {
            if (each.severity == Severity::off) continue;
            active.variant_severities.emplace_back(each.variant, each.severity);
        }
        if (standing.variants.empty()) {
            return standing.wants({}) ? std::optional(active) : std::nullopt;
        }
        std::vector<std::string_view> known{std::string_view{}};
        for (auto const& alias : rule.aliases) {
            if (std::ranges::find(known, alias.variant) == known.end()) {
                known.push_back(alias.variant);
            }
        }
        for (auto const variant : known) {
            if (standing.wants(variant)) active.variants.push_back(variant);
        }
        if (active.variants.empty()) return std::nullopt;
        if (active.variants.size() == known.size()) active.variants.clear();
        return active;
    }

    RuleList rules_;
    std::vector<Standing> standings_;
    bool passes_over_ = false;
};

bool says_something(SelectionLayer const* layer) {
    return layer->select || !layer->extend_select.empty() || !layer->ignore.empty()
           || !layer->severities.empty();
}

/// What most people run, without weighing anything.
std::vector<ActiveRule> rules_by_default(RuleList rules) {
    std::vector<ActiveRule> result;
    result.reserve(rules.size());
    for (auto const& rule : rules) {
        if (rule.by_default == Default::on) result.push_back({&rule, rule.severity});
    }
    return result;
}

}  // namespace

Result<std::vector<ActiveRule>> select_rules(RuleList rules,
                                             std::span<SelectionLayer const* const> layers) {
    if (std::ranges::none_of(layers, says_something)) return rules_by_default(rules);
    Selector selector(rules);
    std::size_t first_selecting = 0;
    bool has_select = false;
    for (std::size_t i = 0; i < layers.size(); ++i) {
        if (!layers[i]->select) continue;
        first_selecting = i;
        has_select = true;
    }
    if (!has_select) (void)selector.apply({{"default", {}}}, 0, Wish::on);
    for (std::size_t i = 0; i < layers.size(); ++i) {
        auto const& layer = *layers[i];
        selector.pass_over_unknown(layer.passes_over_unknown);
        std::optional<Error> error;
        if (i >= first_selecting) {
            if (layer.select) error = selector.apply(*layer.select, i, Wish::on);
            if (!error) error = selector.apply(layer.extend_select, i, Wish::on);
        }
        if (!error) error = selector.apply(layer.ignore, i, Wish::off);
        if (!error) error = selector.apply(layer.severities, i);
        if (error) return tl::unexpected(std::move(*error));
    }
    return selector.finish();
}

std::optional<Error> unknown_name(RuleList rules, SelectionLayer const& layer) {
    if (!says_something(&layer)) return std::nullopt;
    Selector selector(rules);
    std::optional<Error> error;
    if (layer.select) error = selector.apply(*layer.select, 0, Wish::on);
    if (!error) error = selector.apply(layer.extend_select, 0, Wish::on);
    if (!error) error = selector.apply(layer.ignore, 0, Wish::off);
    if (!error) error = selector.apply(layer.severities, 0);
    return error;
}

}  // namespace dockcheck::config
