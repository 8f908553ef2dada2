// Compares what a Dockerfile makes with the image that was made.
#include "rules/runtime/config-drift.hpp"

#include <algorithm>
#include <string>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/image_config.hpp"
#include "analyzer/model/paths.hpp"

namespace dockcheck::rules::config_drift {
namespace {

using model::ImageEntries;
using model::ImageEntry;
using model::ImageWords;

/// Where the Dockerfile says it; where it says nothing, the FROM.
Place place_of(model::Origin const& origin, Pass const& pass) {
    if (origin.place.source != nullptr) return origin.place;
    return {&pass.build().source(), pass.stage()->from->image.span};
}

bool is_ours(model::Origin const& origin) {
    return origin.kind == model::Origin::Kind::instruction && origin.place.source != nullptr;
}

void compare(std::string_view what, model::Setting<Value> const& said,
             model::Setting<Value> const& made, Pass& pass) {
    if (!said.is_set() || !is_ours(said.origin) || made.is_unknown()) return;
    auto const wanted = said.value.text_or_empty();
    auto const is = made.value.text_or_empty();
    bool const is_path = what == "WORKDIR";
    if (is_path ? model::clean_path(wanted) == model::clean_path(is) : wanted == is) return;
    if (is.empty()) {
        pass.report(said.origin.place, missing, what, wanted);
    } else {
        pass.report(said.origin.place, value, what, wanted, is);
    }
}

std::string joined(std::vector<Value> const& words) {
    std::string result = "[";
    for (auto const& word : words) {
        if (result.size() > 1) result += ", ";
        result += '"' + std::string(word.text_or_empty()) + '"';
    }
    return result + "]";
}

void compare(std::string_view what, ImageWords const& said, ImageWords const& made, Pass& pass) {
    using State = ImageWords::State;
    if (said.state != State::known || made.state == State::unknown || !is_ours(said.origin)) return;
    auto const is_known = [](Value const& word) { return word.is_known(); };
    if (!std::ranges::all_of(said.words, is_known)) return;
    if (made.words.empty()) {
        pass.report(said.origin.place, missing, what, joined(said.words));
        return;
    }
    auto const same = [](Value const& a, Value const& b) {
        return a.text_or_empty() == b.text_or_empty();
    };
    bool const is_same = said.shell_is_assumed ? same(said.words.back(), made.words.back())
                                               : std::ranges::equal(said.words, made.words, same);
    if (!is_same)
        pass.report(said.origin.place, value, what, joined(said.words), joined(made.words));
}

ImageEntry const* find(ImageEntries const& entries, Value const& name) {
    auto const found = std::ranges::find_if(entries.entries, [&](ImageEntry const& entry) {
        return entry.name.known() == name.known();
    });
    return found == entries.entries.end() ? nullptr : &*found;
}

void compare(std::string_view what, ImageEntries const& said, ImageEntries const& made,
             Pass& pass) {
    bool all_known = said.is_complete;
    for (auto const& entry : said.entries) {
        all_known = all_known && entry.name.is_known();
        if (!entry.name.is_known() || !is_ours(entry.origin)) continue;
        auto const name = std::string(what) + " " + std::string(entry.name.text_or_empty());
        auto const* const other = find(made, entry.name);
        auto const text = entry.value.known().value_or("something");
        if (other == nullptr) {
            pass.report(entry.origin.place, missing, name, text.empty() ? "so" : text);
        } else if (entry.value.is_known()
                   && entry.value.text_or_empty() != other->value.text_or_empty()) {
            pass.report(entry.origin.place, value, name, text, other->value.text_or_empty());
        }
    }
    if (!all_known) return;
    for (auto const& entry : made.entries) {
        bool const is_path = entry.name.known() == "PATH";
        if (is_path || find(said, entry.name) != nullptr) continue;
        pass.report(place_of({}, pass), extra, what, entry.name.text_or_empty());
    }
}

void check(model::RuntimeConfig const&, Pass& pass) {
    auto const* const made = pass.build().options().made.get();
    if (made == nullptr || pass.stage()->from == nullptr) return;
    auto const said = model::image_config(pass.build(), *pass.stage());
    compare("ENV", said.environment, made->environment, pass);
    compare("LABEL", said.labels, made->labels, pass);
    compare("EXPOSE", said.ports, made->ports, pass);
    compare("WORKDIR", said.workdir, made->workdir, pass);
    compare("USER", said.user, made->user, pass);
    compare("ENTRYPOINT", said.entrypoint, made->entrypoint, pass);
    compare("CMD", said.cmd, made->cmd, pass);
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::config_drift
