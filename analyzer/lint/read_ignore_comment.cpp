// The words of ignore comments, one function a dialect.
//
//   dockcheck  = "dockcheck" ("ignore" | "ignore-file") "=" names ["until=" date] ["--" reason]
//   hadolint   = "hadolint" ["global" | "stage"] "ignore" "=" names
//   tally      = "tally" ["global"] "ignore" "=" names [";reason=" reason]
//   buildkit   = "check" "=" part { ";" part };  part = "skip=" ("all" | names) | ...
//   checkov    = "checkov:skip=" id [":" reason]       anywhere in the comment
//   trivy      = { "trivy:ignore:" id [":exp:" date] } reason
//   semgrep    = "nosemgrep" [":" names]               anywhere in the comment
#include "analyzer/lint/ignore_comments.hpp"
#include "analyzer/lint/ignore_words.hpp"

namespace dockcheck {
namespace {

void add_name(IgnoreComment& comment, IgnoreWords const& words, std::string_view text,
              std::string_view peer, std::string_view id) {
    IgnoredName name;
    name.text = text;
    name.span = words.span_of(text);
    name.peer = peer;
    name.id = id;
    comment.names.push_back(name);
}

/// Names joined by commas; blanks may stand around them.
void read_list(IgnoreWords& words, IgnoreComment& comment, std::string_view peer) {
    do {
        words.skip_blanks();
        auto const name = words.take_name();
        if (name.empty()) return;
        add_name(comment, words, name, peer, name);
        words.skip_blanks();
    } while (words.take(","));
}

bool read_hadolint(IgnoreWords& words, IgnoreComment& comment) {
    if (!words.take_word("hadolint")) return false;
    comment.dialect = IgnoreDialect::hadolint;
    if (words.take_word("global")) comment.scope = IgnoreScope::file;
    if (words.take_word("stage")) comment.scope = IgnoreScope::stage;
    if (!words.take_assignment("ignore")) return false;
    read_list(words, comment, "hadolint");
    return true;
}

/// Names of other tools are written `hadolint/DL3006`; one alone may be of any of the three.
bool read_tally(IgnoreWords& words, IgnoreComment& comment) {
    if (!words.take_word("tally")) return false;
    comment.dialect = IgnoreDialect::tally;
    if (words.take_word("global")) comment.scope = IgnoreScope::file;
    if (!words.take_assignment("ignore")) return false;
    do {
        words.skip_blanks();
        auto const name = words.take_name();
        if (name.empty()) break;
        auto const slash = name.find('/');
        if (slash == std::string_view::npos) {
            add_name(comment, words, name, "tally", name);
        } else {
            auto const peer = name.substr(0, slash);
            add_name(comment, words, name, peer == "shellcheck" ? "hadolint" : peer,
                     name.substr(slash + 1));
        }
        words.skip_blanks();
    } while (words.take(","));
    if (words.take(";") && words.take_assignment("reason")) comment.reason = words.rest();
    return true;
}

bool read_buildkit(IgnoreWords& words, IgnoreComment& comment) {
    if (!words.take_assignment("check")) return false;
    comment.dialect = IgnoreDialect::buildkit;
    words.skip_blanks();
    words.end_at_blank();
    while (!words.at_end()) {
        if (words.take("skip=")) {
            do {
                auto const name = words.take_until(",;");
                if (name.empty()) continue;
                add_name(comment, words, name, "buildkit", name == "all" ? "*" : name);
            } while (words.take(","));
        } else {
            words.take_until(";");
        }
        if (!words.take(";")) break;
    }
    return true;
}

bool read_checkov(IgnoreWords& words, IgnoreComment& comment) {
    if (!words.find("checkov:skip=") && !words.find("bridgecrew:skip=")) return false;
    comment.dialect = IgnoreDialect::checkov;
    comment.scope = IgnoreScope::file;
    words.skip_blanks();
    auto const name = words.take_until(": \t");
    if (!name.empty()) add_name(comment, words, name, "checkov", name);
    if (words.take(":")) comment.reason = words.rest();
    return true;
}

/// AVD-DS-0001 is the older name of DS-0001.
std::string_view trivy_id(std::string_view name) {
    return name.starts_with("AVD-") || name.starts_with("avd-") ? name.substr(4) : name;
}

bool read_trivy(IgnoreWords& words, std::string_view today, IgnoreComment& comment) {
    bool found = false;
    while (words.take("trivy:ignore:")) {
        found = true;
        auto const name = words.take_until(": \t");
        bool expired = false;
        while (words.take(":")) {
            auto const is_date = words.take("exp:");
            auto const value = words.take_until(": \t");
            expired = expired || (is_date && !today.empty() && value < today);
        }
        if (!name.empty() && !expired) {
            add_name(comment, words, name, "trivy", name == "*" ? name : trivy_id(name));
        }
        words.skip_blanks();
    }
    comment.dialect = IgnoreDialect::trivy;
    comment.reason = words.rest();
    return found;
}

/// Ids may be written with the path of their file: a.b.missing-user.missing-user.
bool read_semgrep(IgnoreWords& words, IgnoreComment& comment) {
    if (!words.find_word("nosemgrep")) return false;
    comment.dialect = IgnoreDialect::semgrep;
    auto const all = words.last_taken();
    if (!words.take(":")) {
        add_name(comment, words, all, "semgrep", "*");
        return true;
    }
    do {
        words.skip_blanks();
        auto const name = words.take_until(", \t");
        if (name.empty()) break;
        add_name(comment, words, name, "semgrep", name.substr(name.rfind('.') + 1));
        words.skip_blanks();
    } while (words.take(","));
    return true;
}

}  // namespace

bool read_ignore_comment(std::string_view text, std::uint32_t offset, std::string_view today,
                         IsRuleName is_rule_name, IgnoreComment& comment) {
    IgnoreWords const words(text, offset);
    // What the last two look for stands in few comments.
    bool const may_be_elsewhere = text.find('=') != std::string_view::npos
                                  || text.find("nosemgrep") != std::string_view::npos;
    constexpr std::string_view first_letters = "dhtc";
    if (!may_be_elsewhere && first_letters.find(words.first_letter()) == std::string_view::npos) {
        return false;
    }
    auto const try_reader = [&](auto reader) {
        comment = IgnoreComment{};
        comment.span = {offset, offset + static_cast<std::uint32_t>(text.size())};
        auto own = words;
        return reader(own);
    };
    // Nearly all comments are prose: one look at the first letter decides about most dialects.
    switch (words.first_letter()) {
        case 'd':
            if (try_reader([&](IgnoreWords& own) {
                    return read_own_ignore_comment(own, today, is_rule_name, comment);
                })) {
                return true;
            }
            break;
        case 'h':
            if (try_reader([&](IgnoreWords& own) { return read_hadolint(own, comment); }))
                return true;
            break;
        case 't':
            if (try_reader([&](IgnoreWords& own) { return read_tally(own, comment); })) return true;
            if (try_reader([&](IgnoreWords& own) { return read_trivy(own, today, comment); })) {
                return true;
            }
            break;
        case 'c':
            if (try_reader([&](IgnoreWords& own) { return read_buildkit(own, comment); }))
                return true;
            break;
        default:
            break;
    }
    return try_reader([&](IgnoreWords& own) { return read_checkov(own, comment); })
           || try_reader([&](IgnoreWords& own) { return read_semgrep(own, comment); });
}

}  // namespace dockcheck
