// Code actions: fixes, comments that silence, and all safe fixes at once.
#include "analyzer/lsp/actions.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <utility>

#include "analyzer/lsp/ignore_edit.hpp"
#include "analyzer/lsp/message.hpp"
#include "analyzer/lsp/workspace_edit.hpp"
#include "analyzer/report/visible.hpp"
#include "analyzer/text/file.hpp"

namespace dockcheck::lsp {
namespace {

constexpr std::string_view quick_fix = "quickfix";
constexpr std::uint32_t automatic = 2;
constexpr std::string_view fix_all = "source.fixAll.dockcheck";

/// True when an action of that kind is asked for: all are where no kind is named.
bool is_wanted(json::Node const* only, std::string_view kind) {
    if (only == nullptr || only->kind != json::Node::Kind::array) return true;
    return std::ranges::any_of(only->children, [&](json::Node const& node) {
        auto const wanted = text_in(&node).value_or("?");
        return wanted.empty() || kind == wanted
               || (kind.starts_with(wanted) && kind[wanted.size()] == '.');
    });
}

bool meet(Range const& a, Range const& b) { return a.start <= b.end && b.start <= a.end; }

class ActionWriter {
 public:
    ActionWriter(JsonWriter& json, Places& places, Documents const& documents, Client const& client)
        : json_(json), places_(places), documents_(documents), client_(client) {}

    void write(json::Node const* parameters) {
        auto const range = range_in(member(parameters, "range"));
        auto const* const only = member_at(parameters, "context.only");
        if (range && is_wanted(only, quick_fix)) write_for_findings(*range);
        // Each step of the cursor asks for what it may do: that is not worth fixing all.
        bool const is_of_cursor =
            only == nullptr && number_in(member_at(parameters, "context.triggerKind")) == automatic;
        if (!is_of_cursor && is_wanted(only, fix_all)) write_fix_all();
    }

 private:
    [[nodiscard]] Document const& document() const { return places_.document(); }

    void write_for_findings(Range const& range) {
        std::vector<Diagnostic const*> here;
        for (auto const& diagnostic : document().diagnostics) {
            bool const is_here = meet(diagnostic.range, range);
            if (is_here && diagnostic.finding != nullptr) here.push_back(&diagnostic);
        }
        for (auto const* const diagnostic : here) {
            if (diagnostic->finding->fix) write_fix(*diagnostic);
        }
        if (!document().checked.obeys_comments) return;
        std::vector<std::pair<std::uint32_t, Rule const*>> offered;
        for (auto const* const diagnostic : here) write_ignore(*diagnostic, offered);
    }

    void action(std::string_view title, std::string_view kind, Diagnostic const* diagnostic,
                bool is_preferred, std::vector<FileEdit> const& files) {
        json_.object([&] {
            json_.text("title", title);
            json_.text("kind", kind);
            if (diagnostic != nullptr) {
                json_.array("diagnostics", [&] { lsp::write(json_, *diagnostic); });
            }
            if (is_preferred) json_.flag("isPreferred", true);
            write_edit(json_, files, client_);
        });
    }

    void write_fix(Diagnostic const& diagnostic) {
        auto const& finding = *diagnostic.finding;
        auto const files = edits_of(finding, places_);
        if (files.empty()) return;
        bool const is_safe = finding.fix->applicability == Applicability::safe;
        auto const what = finding.help.empty() ? finding.rule->summary : finding.help;
        auto const title = fmt::format("{}: {}{}", finding.rule->name, visible(what),
                                       is_safe ? "" : " (unsafe fix)");
        action(title, quick_fix, &diagnostic, is_safe, files);
    }

    void write_ignore(Diagnostic const& diagnostic,
                      std::vector<std::pair<std::uint32_t, Rule const*>>& offered) {
        auto const& finding = *diagnostic.finding;
        auto const& checked = document().checked;
        auto edit = ignore_edit(finding, *checked.file, checked.requires_reason);
        std::pair const place(edit.offset, finding.rule);
        if (std::ranges::find(offered, place) != offered.end()) return;
        offered.push_back(place);
        auto const position = document().positions->position(edit.offset);
        auto const title = fmt::format("Ignore {} {}", finding.rule->name,
                                       edit.is_for_file ? "in this file" : "here");
        action(
            title, quick_fix, &diagnostic, false,
            {{document().uri, document().version, {{{position, position}, std::move(edit.text)}}}});
    }

    /// A file with its new text.
    void add_fixed(std::string const& path, std::string const& text, std::vector<FileEdit>& files) {
        auto const* const open =
            path == document().path ? &document() : places_.open_document(path);
        if (open != nullptr && open->is_lost()) return;
        if (open != nullptr) {
            auto edit = edit_between(open->text, text, places_.encoding());
            files.push_back({open->uri, open->version, {std::move(edit)}});
        } else if (auto const bytes = read_regular_file(path, maximum_source_size)) {
            auto edit = edit_between(*bytes, text, places_.encoding());
            files.push_back({places_.uri_of_file(path), "null", {std::move(edit)}});
        }
    }

    void write_fix_all() {
        auto const may_be_fixed = [](Finding const* finding) { return finding->fix.has_value(); };
        if (std::ranges::none_of(document().checked.findings, may_be_fixed)) return;
        auto const texts = places_.checker().fixed(document().target(), open_texts(documents_));
        std::vector<FileEdit> files;
        for (auto const& [path, text] : texts) add_fixed(path, text, files);
        if (files.empty()) return;
        action("Fix all that dockcheck can fix", fix_all, nullptr, false, files);
    }

    JsonWriter& json_;
    Places& places_;
    Documents const& documents_;
    Client const& client_;
};

}  // namespace

void write_actions(JsonWriter& json, json::Node const* parameters, Places& places,
                   Documents const& documents, Client const& client) {
    ActionWriter(json, places, documents, client).write(parameters);
}

}  // namespace dockcheck::lsp
