// One walk over a rule's page, written by two kinds of writers.
#include "analyzer/report/explain.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <vector>

#include "analyzer/report/paint.hpp"
#include "analyzer/report/visible.hpp"
#include "analyzer/text/backticks.hpp"
#include "analyzer/text/utf8.hpp"

namespace dockcheck {
namespace {

std::string joined(std::vector<std::string> const& texts) {
    std::string result;
    for (auto const& text : texts) {
        if (!result.empty()) result += ", ";
        result += text;
    }
    return result;
}

std::string inputs_of(Rule const& rule) {
    std::vector<std::string> inputs;
    if ((rule.inputs & input_dockerfile) != 0) inputs.emplace_back("Dockerfile");
    if ((rule.inputs & input_image) != 0) inputs.emplace_back("image");
    if ((rule.inputs & input_manifest) != 0) inputs.emplace_back("manifest");
    if ((rule.needs & requires_context) != 0) inputs.emplace_back("build context");
    if ((rule.needs & requires_layers) != 0) inputs.emplace_back("layers of the image");
    return joined(inputs);
}

std::string aliases_text(Rule const& rule) {
    std::vector<std::string> aliases;
    for (auto const& alias : rule.aliases) {
        auto const id = std::string(alias.id);
        aliases.push_back(alias.variant.empty() ? id : fmt::format("{} ({})", id, alias.variant));
    }
    return joined(aliases);
}

std::string default_text(Rule const& rule) {
    switch (rule.by_default) {
        case Default::on:
            return "on by default";
        case Default::off:
            return "off by default";
        case Default::preview:
            break;
    }
    return "preview, off by default";
}

struct Fact {
    std::string_view name;
    std::string text;
};

/// What the head of a page says; facts without text are left out.
std::vector<Fact> facts_of(Rule const& rule) {
    std::vector<Fact> facts{
        {"category", std::string(rule.category)},
        {"severity", fmt::format("{}, {}", to_string(rule.severity), default_text(rule))},
        {"fix", rule.fix == FixKind::none   ? ""
                : rule.fix == FixKind::safe ? "safe, with --fix"
                                            : "unsafe, with --unsafe-fixes"},
        {"reads", inputs_of(rule)},
        {"since", std::string(rule.since)},
        {"also known as", aliases_text(rule)},
    };
    std::erase_if(facts, [](Fact const& fact) { return fact.text.empty(); });
    return facts;
}

std::vector<std::string_view> lines_of_text(std::string_view text) {
    std::vector<std::string_view> lines;
    while (!text.empty()) {
        auto const end = std::min(text.find('\n'), text.size());
        lines.push_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    while (!lines.empty() && lines.back().empty()) lines.pop_back();
    return lines;
}

std::string ignore_comment(Rule const& rule) {
    return fmt::format("# dockcheck ignore={} -- reason", rule.name);
}

/// Lays a page out for a terminal; width 0 breaks no lines.
/// "with unknown-base = "assume-root", --target x:"
std::string given_with(Example const& example, std::string_view mark) {
    std::string result;
    for (auto const line : lines_of_text(example.given)) {
        result +=
            fmt::format("{}{}{}{}", result.empty() ? "With " : ", ", mark, visible(line), mark);
    }
    return result + ":";
}

class TerminalPage {
 public:
    explicit TerminalPage(PageStyle style) : paint_(style.color), width_(style.width) {}

    std::string write(Rule const& rule) {
        out_ += fmt::format("{}: {}\n\n", paint_.bold(rule.name), visible(rule.summary));
        for (auto const& fact : facts_of(rule)) hanging(fact.name, fact.text);
        if (!rule.why.empty()) heading("Why");
        prose(rule.why, 2);
        if (!rule.options.empty()) heading("Options");
        for (auto const& option : rule.options) {
            out_ += fmt::format("  {} ({}, default {})\n", paint_.bold(option.name), option.type,
                                visible(option.fallback));
            prose(option.why, 6);
        }
        examples("Bad", Severity::error, first_of(rule.bad));
        examples("Good", Severity::off, first_of(rule.good));
        auto const all = rule.bad.size() + rule.good.size();
        auto const left = all - first_of(rule.bad).size() - first_of(rule.good).size();
        if (left > 0) {
            out_ += fmt::format("\n{} more example{}: dockcheck explain --format markdown {}\n",
                                left, left == 1 ? "" : "s", rule.name);
        }
        heading("To ignore it");
        out_ += "  " + ignore_comment(rule) + "\n";
        return std::move(out_);
    }

 private:
    static constexpr std::uint32_t fact_column = 17;

    /// The others are there to be tested: a page of a thousand lines nobody reads.
    static std::span<Example const> first_of(std::span<Example const> examples) {
        constexpr std::size_t most_examples = 4;
        return examples.first(std::min(examples.size(), most_examples));
    }

    void heading(std::string_view text) { out_ += "\n" + paint_.bold(text) + "\n"; }

    [[nodiscard]] std::uint32_t room(std::uint32_t indent) const {
        constexpr std::uint32_t unbroken = 1U << 30U;
        if (width_ == 0) return unbroken;
        return width_ > indent + 20 ? width_ - indent : 20;
    }

    void hanging(std::string_view name, std::string_view text) {
        auto lead = fmt::format("  {:<{}}", name, fact_column - 2);
        for (auto const& line : wrapped(text, room(fact_column))) {
            out_ += lead + line + "\n";
            lead.assign(fact_column, ' ');
        }
    }

    /// Paragraphs are filled anew; lists and indented lines stay lines.
    void prose(std::string_view text, std::uint32_t indent) {
        std::string paragraph;
        auto const end_paragraph = [&](std::uint32_t hang) {
            auto lead = std::string(indent, ' ');
            for (auto const& line : wrapped(paragraph, room(indent + hang))) {
                out_ += lead + line + "\n";
                lead.assign(indent + hang, ' ');
            }
            paragraph.clear();
        };
        std::uint32_t hang = 0;
        for (auto const line : lines_of_text(text)) {
            bool const is_item = line.starts_with("- ") || line.starts_with("* ");
            bool const is_code = line.starts_with("    ");
            if (line.empty() || is_item || is_code) {
                end_paragraph(hang);
                hang = 0;
            }
            if (line.empty()) {
                out_ += '\n';
            } else if (is_code) {
                out_ += std::string(indent, ' ') + visible(line) + "\n";
            } else {
                if (is_item) hang = 2;
                paragraph.append(line).append(" ");
            }
        }
        end_paragraph(hang);
    }

    void examples(std::string_view title, Severity severity, std::span<Example const> list) {
        for (auto const& example : list) {
            out_ += "\n"
                    + (severity == Severity::off ? paint_.good(title)
                                                 : paint_.severity(severity, title));
            if (!example.file.empty()) out_ += fmt::format(" ({})", visible(example.file));
            out_ += '\n';
            if (!example.why.empty()) prose(example.why, 2);
            if (!example.given.empty()) prose(given_with(example, ""), 2);
            for (auto const line : lines_of_text(example.code)) {
                out_ += line.empty() ? "\n" : "    " + visible(line) + "\n";
            }
        }
    }

    Paint paint_;
    std::uint32_t width_;
    std::string out_;
};

/// A fence longer than any run of backticks in the code.
std::string fence_for(std::string_view code) {
    return std::string(std::max<std::size_t>(longest_run_of_backticks(code) + 1, 3), '`');
}

void append_markdown_examples(std::string& out, std::string_view title,
                              std::span<Example const> list) {
    for (auto const& example : list) {
        auto const fence = fence_for(example.code);
        auto const why = trim_unicode_space(example.why);
        out += fmt::format("\n**{}**{}{}\n\n", title, why.empty() ? "" : ": ", why);
        if (!example.given.empty()) out += given_with(example, "`") + "\n\n";
        out += fmt::format("{}dockerfile\n{}", fence, example.code);
        if (!example.code.ends_with('\n')) out += '\n';
        out += fence + "\n";
    }
}

}  // namespace

std::string explain(Rule const& rule, PageStyle style) { return TerminalPage(style).write(rule); }

std::string explain_plain(Rule const& rule) { return TerminalPage({false, 0}).write(rule); }

std::string explain_markdown(Rule const& rule) {
    auto out = fmt::format("{}.\n", rule.summary);
    if (auto const why = trim_unicode_space(rule.why); !why.empty()) {
        out += fmt::format("\n{}\n", why);
    }
    append_markdown_examples(out, "Bad", rule.bad);
    append_markdown_examples(out, "Good", rule.good);
    if (!rule.options.empty()) out += "\n**Options**\n\n";
    for (auto const& option : rule.options) {
        out += fmt::format("- `{}` ({}, default `{}`): {}\n", option.name, option.type,
                           option.fallback, trim_unicode_space(option.why));
    }
    out += "\n";
    for (auto const& fact : facts_of(rule)) out += fmt::format("- {}: {}\n", fact.name, fact.text);
    out += fmt::format("\nTo ignore it: `{}`\n", ignore_comment(rule));
    return out;
}

}  // namespace dockcheck
