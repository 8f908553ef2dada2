// The grammar of the shell: POSIX sh with the usual extensions of bash.
//
//   list      = lines { statement terminator lines }
//   statement = pipeline { ("&&" | "||") lines pipeline }
//   pipeline  = { "!" | "time" } command { ("|" | "|&") lines command }
//   command   = compound { redirection } | name "(" ")" lines compound | simple
//   simple    = { assignment | redirection } { word | redirection }
//   word      = { literal | '...' | "..." | $'...' | \c | $... | `...` | <(...) | glob }
//
// Behind its first token a construct is certain: whatever is missing then is final (must), so
// nothing is ever read twice.
#include "analyzer/syntax/shell/grammar/script.hpp"

#include "analyzer/syntax/shell/grammar/command_terminals.hpp"
#include "analyzer/syntax/shell/grammar/directives.hpp"

namespace dockcheck::shell::grammar {
namespace {

template <typename Tag>
using Rule = x3::rule<Tag>;

Rule<struct list_rule> const list("list");  // at least one statement
Rule<struct optional_list_rule> const optional_list("optional_list");
Rule<struct command_rule> const command("command");
Rule<struct compound_rule> const compound("compound");
Rule<struct word_rule> const word("word");
Rule<struct part_rule> const part("part");
Rule<struct dollar_rule> const dollar("dollar");
Rule<struct double_quoted_rule> const double_quoted("double_quoted");
Rule<struct backquote_rule> const backquote("backquote");
Rule<struct arithmetic_part_rule> const arithmetic_part("arithmetic_part");
Rule<struct test_or_rule> const test_or("test_or");
Rule<struct pattern_part_rule> const pattern_part("pattern_part");
Rule<struct statement_rule> const statement("statement");

constexpr std::string_view a_command = "a command";

// Words

constexpr auto in_bash =
    terminal([](State& state, char const*&, char const*) { return state.is_bash(); });

auto const expansion = ahead<"$"> >> dollar | ahead<"`"> >> backquote;

auto const quoted_part = text_until<'"', '\\', '$', '`'> | escape | expansion;

auto const double_quoted_def =
    node<Kind::double_quoted>[raw<"\""> >> *quoted_part >> must(raw<"\"">, "a closing \"")];

auto const backquote_def = node<Kind::backquote>[guard[backquoted(optional_list)]];

auto const operand_part =
    text_until<'}', '\'', '"', '\\', '$', '`'> | single_quoted | double_quoted | escape | expansion;

auto const braced_parameter =
    ahead<"${"> >> node<Kind::parameter>[guard[raw<"${"> >> parameter_head >> *operand_part
                                               >> must(raw<"}">, "a closing }")]];

auto const arithmetic_group =
    ahead<"("> >> guard[raw<"("> >> *arithmetic_part >> must(raw<")">, "a closing )")];

auto const arithmetic_part_def = text_until<'(', ')', '\'', '"', '\\', '$', '`'> | single_quoted
                                 | double_quoted | escape | expansion | arithmetic_group;

auto const arithmetic_ahead = terminal([](State& state, char const*& first, char const* last) {
    return at<"$((">(first, last) && closes_as_arithmetic(state, first + 3, last);
});

auto const arithmetic_expansion =
    arithmetic_ahead >> node<
        Kind::arithmetic>[guard[raw<"$(("> >> *arithmetic_part >> must(raw<"))">, "a closing ))")]];

/// The old way to write arithmetic.
auto const bracket_arithmetic =
    in_bash >> ahead<"$["> >> node<
        Kind::arithmetic>[raw<"$["> >> *(text_until<']', '\'', '"', '\\', '$', '`'> | single_quoted
                                         | double_quoted | escape | expansion)
                          >> must(raw<"]">, "a closing ]")];

auto const command_substitution =
    ahead<"$("> >> node<Kind::command_substitution>[guard[raw<"$("> >> optional_list
                                                          >> must(raw<")">, "a closing )")]];

auto const dollar_def = simple_parameter | braced_parameter | arithmetic_expansion
                        | command_substitution | guard[bracket_arithmetic] | lone_dollar;

auto const locale_quoted = ahead<"$\""> >> raw<"$"> >> double_quoted;

auto const process_substitution =
    terminal([](State& state, char const*& first, char const* last) {
        return state.is_bash() && (at<"<(">(first, last) || at<">(">(first, last));
    })
    >> node<Kind::process_substitution>[guard[(raw<"<("> | raw<">(">) >> optional_list
                                              >> must(raw<")">, "a closing )")]];

auto const part_def = part_ahead
                      >> (literal | single_quoted | double_quoted | escape | glob | ansi_quoted
                          | locale_quoted | expansion | process_substitution);

auto const word_def = word_ahead >> (plain_word | node<Kind::word>[+part] >> blanks);

// Simple commands

auto const redirection =
    redirection_ahead
    >> node<Kind::redirection>[redirect_operator >> must(heredoc_word | word, "a file name")];

auto const array =
    array_ahead
    >> node<Kind::array>[raw<"("> >> lines >> *(word >> lines) >> must(raw<")">, "a closing )")];

auto const assignment =
    assignment_ahead >> node<Kind::assignment>[assignment_name >> (array | *part)] >> blanks;

auto const simple =
    node<Kind::simple_command>[+(plain_words | redirection | assignment | (word >> note_word))];

// Compound commands; redirections behind them belong to them

auto const body = node<Kind::body>[list];
auto const condition = node<Kind::condition>[list];

auto const do_group = keyword<"do"> >> must(body, a_command) >> must(keyword<"done">, "done");

auto const loop_body =
    do_group | (keyword<"{"> >> must(body, a_command) >> must(keyword<"}">, "}"));

auto const subshell = node<Kind::subshell>[token<"("> >> must(list, a_command)
                                           >> must(token<")">, "a closing )") >> *redirection];

auto const brace_group = node<Kind::brace_group>[keyword<"{"> >> must(list, a_command)
                                                 >> must(keyword<"}">, "}") >> *redirection];

auto const if_clause =
    node<Kind::if_clause>[keyword<"if"> >> must(condition, a_command)
                          >> must(keyword<"then">, "then") >> must(body, a_command)
                          >> *(keyword<"elif"> >> must(condition, a_command)
                               >> must(keyword<"then">, "then") >> must(body, a_command))
                          >> -(keyword<"else"> >> must(body, a_command))
                          >> must(keyword<"fi">, "fi") >> *redirection];

auto const loop_words = keyword<"in"> >> *word >> must(loop_separator, "; or a line end");

auto const loop_head = must(loop_name, "a name") >> lines >> (loop_words | -loop_separator) >> lines
                       >> must(loop_body, "do") >> *redirection;

auto const arithmetic_head =
    node<Kind::arithmetic>[raw<"(("> >> *arithmetic_part >> must(raw<"))">, "a closing ))")];

auto const arithmetic_for =
    node<Kind::arithmetic_for>[keyword<"for"> >> ahead<"(("> >> arithmetic_head >> blanks
                               >> -loop_separator >> lines >> must(loop_body, "do")
                               >> *redirection];

auto const for_clause = node<Kind::for_clause>[keyword<"for"> >> loop_head];
auto const select_clause = node<Kind::select_clause>[keyword<"select"> >> loop_head];

auto const while_clause = node<Kind::while_clause>[keyword<"while"> >> must(condition, a_command)
                                                   >> must(do_group, "do") >> *redirection];
auto const until_clause = node<Kind::until_clause>[keyword<"until"> >> must(condition, a_command)
                                                   >> must(do_group, "do") >> *redirection];

constexpr auto statement_ahead = terminal([](State& state, char const*& first, char const* last) {
    return !state.failed && classify(state, first, last) < Lead::then_word;
});

auto const case_item =
    case_goes_on >> node<Kind::case_item>[-token<"("> >> must(word, "a pattern")
                                          >> *(token<"|"> >> must(word, "a pattern"))
                                          >> must(raw<")">, "a closing )") >> lines
                                          >> -(statement_ahead >> body) >> case_terminator];

auto const case_clause =
    node<Kind::case_clause>[keyword<"case"> >> must(word, "a word") >> lines
                            >> must(keyword<"in">, "in") >> begin_list >> *(case_item >> lines)
                            >> must(keyword<"esac">, "esac") >> *redirection];

auto const arithmetic_command =
    node<Kind::arithmetic_command>[raw<"(("> >> *arithmetic_part >> must(raw<"))">, "a closing ))")
                                   >> blanks >> *redirection];

// [[ ]]

constexpr auto test_word_ahead = terminal([](State& state, char const*& first, char const* last) {
    if (first == last || state.failed || is(*first, class_meta)) return false;
    return !(at<"]]">(first, last) && (last - first == 2 || is(first[2], class_meta)));
});

constexpr auto unary_operator = terminal([](State& state, char const*& first, char const* last) {
    if (last - first < 3 || *first != '-' || !is_name_start(first[1])
        || !is(first[2], class_blank)) {
        return false;
    }
    state.leaf(Kind::word, first, first + 2);
    first = skip_blanks(first + 2, last);
    return true;
});

constexpr auto binary_operator = terminal([](State& state, char const*& first, char const* last) {
    auto const* end = first;
    if (end != last && (*end == '<' || *end == '>')) {
        ++end;
    } else {
        end = find_class(first, last, class_meta);
        std::string_view const text(first, static_cast<std::size_t>(end - first));
        bool const named = text.size() == 3 && text[0] == '-' && is_name_start(text[1]);
        if (!named && text != "=" && text != "==" && text != "!=" && text != "=~") return false;
    }
    state.leaf(Kind::word, first, end);
    first = skip_blanks(end, last);
    return true;
});

constexpr auto pattern_bar = terminal([](State& state, char const*& first, char const* last) {
    if (first == last || *first != '|' || at<"||">(first, last)) return false;
    state.leaf(Kind::literal, first, first + 1);
    ++first;
    return true;
});

/// Inside the parentheses of a pattern nothing ends the word.
constexpr auto pattern_text = terminal([](State& state, char const*& first, char const* last) {
    if (first == last || !is(*first, class_meta) || *first == '(' || *first == ')') return false;
    state.leaf(Kind::literal, first, first + 1);
    ++first;
    return true;
});

auto const pattern_group = ahead<"("> >> guard[raw<"("> >> *(pattern_part | pattern_text)
                                               >> must(raw<")">, "a closing )")];

auto const pattern_part_def = part | pattern_group | pattern_bar;

auto const pattern_word = node<Kind::word>[+pattern_part] >> blanks;

auto const test_word = test_word_ahead >> word;

auto const test_term = *(keyword<"!"> >> lines)
                       >> (ahead<"("> >> guard[token<"("> >> lines >> must(test_or, "a condition")
                                               >> must(token<")">, "a closing )")]
                           | unary_operator >> must(test_word, "an operand")
                           | test_word >> -(binary_operator >> must(pattern_word, "an operand")))
                       >> lines;

auto const test_and = test_term >> *(token<"&&"> >> lines >> must(test_term, "a condition"));
auto const test_or_def = test_and >> *(token<"||"> >> lines >> must(test_and, "a condition"));

auto const test_clause =
    node<Kind::test_clause>[keyword<"[["> >> lines >> must(test_or, "a condition")
                            >> must(keyword<"]]">, "]]") >> *redirection];

// Commands

auto const compound_def =
    guard[lead_is<Lead::subshell> >> subshell | lead_is<Lead::brace> >> brace_group
          | lead_is<Lead::if_word> >> if_clause
          | lead_is<Lead::for_word> >> (arithmetic_for | for_clause)
          | lead_is<Lead::case_word> >> case_clause | lead_is<Lead::while_word> >> while_clause
          | lead_is<Lead::until_word> >> until_clause | lead_is<Lead::test> >> test_clause
          | lead_is<Lead::arithmetic> >> arithmetic_command
          | lead_is<Lead::select_word> >> select_clause];

auto const function_body = classify_lead >> (in_bash >> compound | !in_bash >> guard[command]);

constexpr auto function_name = terminal([](State& state, char const*& first, char const* last) {
    auto const* const end = find_class(first, last, class_meta);
    if (end == first) return false;
    state.leaf(Kind::name, first, end);
    first = skip_blanks(end, last);
    return true;
});

auto const function_definition =
    node<Kind::function_definition>[function_head >> lines
                                    >> must(function_body, "a function body")];

auto const function_keyword =
    node<Kind::function_definition>[keyword<"function"> >> must(function_name, "a name")
                                    >> -(token<"("> >> must(token<")">, "a closing )")) >> lines
                                    >> must(function_body, "a function body")];

constexpr auto coprocess_name = terminal([](State& state, char const*& first, char const* last) {
    auto const* const end = skip_name(first, last);
    auto const* const next = skip_blanks(end, last);
    if (end == first || next == end || next == last || (*next != '{' && *next != '(')) return false;
    state.leaf(Kind::name, first, end);
    first = next;
    return true;
});

auto const coprocess =
    node<Kind::coprocess>[keyword<"coproc"> >> -coprocess_name >> must(guard[command], a_command)];

auto const command_def = classify_lead
                         >> ((lead_is<Lead::simple> | lead_is<Lead::time_word>) >> simple
                             | lead_is<Lead::function_head> >> function_definition
                             | lead_is<Lead::function_word> >> function_keyword
                             | lead_is<Lead::coproc_word> >> coprocess | compound);

/// `!` and `time`, kept in the detail of the pipeline.
constexpr auto pipeline_prefix = terminal([](State& state, char const*& first, char const* last) {
    auto const lead = classify(state, first, last);
    if (lead != Lead::bang && lead != Lead::time_word) return false;
    auto& detail = state.nodes[state.open].detail;
    detail = static_cast<std::uint8_t>(
        detail ^ (lead == Lead::bang ? pipeline_negated : (~detail & pipeline_timed)));
    state.token_end = first + (lead == Lead::bang ? 1 : 4);
    first = skip_blanks(state.token_end, last);
    if (lead == Lead::time_word && at<"-p">(first, last)
        && (last - first == 2 || is(first[2], class_meta))) {
        first = skip_blanks(first + 2, last);
    }
    return true;
});

/// `time` and `!` may stand alone.
constexpr auto command_missing = terminal([](State&, char const*& first, char const* last) {
    return first == last || *first == ';' || *first == '\n' || *first == '#';
});

auto const pipeline =
    node<Kind::pipeline>[(+pipeline_prefix >> (command_missing | must(command, a_command))
                          | command)
                         >> *(pipe >> must(command, a_command))];

auto const statement_def =
    node<Kind::statement>[pipeline
                          >> *((operator_token<Kind::and_operator,
                                               "&&"> | operator_token<Kind::or_operator, "||">)
                               >> must(pipeline, a_command))];

auto const statements = begin_list >> *(next_statement >> statement >> terminator);

auto const optional_list_def = statements;
auto const list_def = lines >> statement_ahead >> statements;

BOOST_SPIRIT_DEFINE(list, optional_list, command, compound, word, part, dollar, double_quoted,
                    backquote, arithmetic_part, test_or, pattern_part, statement)

auto const heredoc_part = text_until<'\\', '$', '`'> | escape | expansion;

Tree tree_of(State& state, std::string_view text) {
    state.nodes[0].next = state.node_count();
    auto const* const error = state.failed ? state.arena.make<SyntaxError>(state.error) : nullptr;
    return {text, state.nodes.items(), state.heredocs.items(), error};
}

void open_script(State& state, std::string_view text) {
    state.push({0, static_cast<std::uint32_t>(text.size()), 0, Kind::script, 0});
}

/// What the grammar left makes an opaque node; the error was noted where it happened.
void close_script(State& state, char const* first, char const* last) {
    if (first == last && !state.failed) return;
    state.fail(first, "the end of the script");
    state.nodes.push_back({state.offset(first), state.offset(last), state.node_count() + 1});
}

}  // namespace

Tree parse_script(std::string_view text, Dialect dialect, Arena& arena) {
    State state(text, dialect, arena);
    open_script(state, text);
    char const* const last = text.data() + text.size();
    char const* first = skip_lines(state, text.data(), last);
    auto const one_statement =
        x3::with<state_tag>(state)[next_statement >> statement >> terminator];
    while (x3::parse(first, last, one_statement)) {
    }
    close_script(state, first, last);
    return tree_of(state, text);
}

Tree parse_quoted(std::string_view text, Dialect dialect, Arena& arena) {
    State state(text, dialect, arena);
    open_script(state, text);
    char const* const last = text.data() + text.size();
    char const* first = text.data();
    x3::parse(first, last, x3::with<state_tag>(state)[*heredoc_part]);
    close_script(state, first, last);
    return tree_of(state, text);
}

}  // namespace dockcheck::shell::grammar
